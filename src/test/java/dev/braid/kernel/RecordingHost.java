package dev.braid.kernel;

import dev.braid.jupyter.Bundle;
import dev.braid.jupyter.Host;
import java.io.EOFException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A notebook that keeps what it is shown and answers from a list.
final class RecordingHost implements Host {
  static final String END_OF_INPUT = "\u0004";

  private final Queue<Message> messages = new ConcurrentLinkedQueue<>();
  final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  final BlockingQueue<Long> questions = new LinkedBlockingQueue<>();
  volatile Runnable onMessage = () -> {};

  /// One message; `text` for streams, `bundle` for displays.
  record Message(
      long cell, String kind, String text, @Nullable Bundle bundle, @Nullable String id) {
    String plain() {
      return bundle == null ? text : bundle.data().path("text/plain").asText();
    }
  }

  private void add(Message message) {
    messages.add(message);
    onMessage.run();
  }

  @Override
  public void stream(long cell, Stream stream, String text) {
    add(new Message(cell, stream.word(), text, null, null));
  }

  @Override
  public void display(long cell, Bundle bundle, @Nullable String displayId) {
    add(new Message(cell, "display", "", bundle, displayId));
  }

  @Override
  public void updateDisplay(long cell, Bundle bundle, String displayId) {
    add(new Message(cell, "update", "", bundle, displayId));
  }

  @Override
  public void clearOutput(long cell, boolean whenReplaced) {
    add(new Message(cell, "clear", Boolean.toString(whenReplaced), null, null));
  }

  @Override
  public String input(long cell, String prompt, boolean password)
      throws InterruptedException, EOFException {
    questions.add(cell);
    String answer = answers.take();
    if (answer.equals(END_OF_INPUT)) {
      throw new EOFException("the user ended the input");
    }
    return answer;
  }

  List<Message> messages() {
    return List.copyOf(messages);
  }

  List<Message> messages(long cell) {
    return messages.stream().filter(each -> each.cell() == cell).toList();
  }

  /// All text of one kind under a cell.
  String text(long cell, String kind) {
    return messages(cell).stream()
        .filter(each -> each.kind().equals(kind))
        .map(Message::plain)
        .collect(Collectors.joining());
  }
}
