package dev.braid.jupyter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.EOFException;
import org.jspecify.annotations.Nullable;

/// The host at the kernel's end of the wire: every call is a message, under the header of the cell
/// that it belongs to.
final class WireHost implements Host {
  private final KernelSockets sockets;
  private final Cells cells;
  private final Stdin stdin;

  WireHost(KernelSockets sockets, Cells cells, Stdin stdin) {
    this.sockets = sockets;
    this.cells = cells;
    this.stdin = stdin;
  }

  @Override
  public void stream(long cell, Stream stream, String text) {
    send("stream", cell, Json.object().put("name", stream.word()).put("text", text));
  }

  @Override
  public void display(long cell, Bundle bundle, @Nullable String displayId) {
    ObjectNode content = Replies.bundle(Json.object(), bundle);
    ObjectNode passing = content.putObject("transient");
    if (displayId != null) {
      passing.put("display_id", displayId);
    }
    send("display_data", cell, content);
  }

  @Override
  public void updateDisplay(long cell, Bundle bundle, String displayId) {
    ObjectNode content = Replies.bundle(Json.object(), bundle);
    content.putObject("transient").put("display_id", displayId);
    send("update_display_data", cell, content);
  }

  @Override
  public void clearOutput(long cell, boolean wait) {
    send("clear_output", cell, Json.object().put("wait", wait));
  }

  private void send(String type, long cell, ObjectNode content) {
    sockets.publish(type, cells.parent(cell), content);
  }

  @Override
  public String input(long cell, String prompt, boolean password)
      throws InterruptedException, StdinNotAllowedException, EOFException {
    return stdin.ask(cells.running(cell).orElseThrow(Stdin::over), prompt, password);
  }
}
