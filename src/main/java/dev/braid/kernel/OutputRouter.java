package dev.braid.kernel;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.braid.display.DisplayMessage;
import dev.braid.display.MimeBundle;
import dev.braid.jupyter.Bundle;
import dev.braid.jupyter.Host;
import dev.braid.memory.OutputRecord;
import dev.braid.memory.OutputRecord.Kind;
import dev.braid.memory.OutputSink;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// From the output log to the notebook: few messages, nothing lost, in the log's order.
///
/// The first piece after a pause goes out at once. What follows within [#WINDOW_MILLIS] is
/// collected, so that a client that limits the rate of messages (jupyter_server: 1000 a second)
/// never has a reason to drop any.
final class OutputRouter implements OutputSink, AutoCloseable {
  private static final int WINDOW_MILLIS = 20;
  // At most 3 bytes of UTF-8 per char: a message stays below 64 KiB.
  private static final int MESSAGE_CHARS = 21_000;

  private final Host host;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("braid-output-window").factory());

  @GuardedBy("this")
  private final Map<Source, CellTextDecoder> decoders = new HashMap<>();

  @GuardedBy("this")
  private final StringBuilder pending = new StringBuilder();

  @GuardedBy("this")
  private long pendingCell;

  @GuardedBy("this")
  private Kind pendingKind = Kind.STDOUT;

  @GuardedBy("this")
  private boolean windowOpen;

  private record Source(long pid, Kind kind) {}

  OutputRouter(Host host) {
    this.host = host;
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public synchronized void accept(OutputRecord entry) {
    switch (entry.kind()) {
      case STDOUT, STDERR -> text(entry);
      case DISPLAY -> {
        flush();
        show(entry.cell(), DisplayMessage.parse(entry.bytes()));
      }
    }
  }

  @GuardedBy("this")
  private void text(OutputRecord entry) {
    Source source = new Source(entry.pid(), entry.kind());
    String text =
        decoders.computeIfAbsent(source, _ -> new CellTextDecoder()).decode(entry.bytes());
    if (text.isEmpty()) {
      return;
    }
    if (entry.cell() != pendingCell || entry.kind() != pendingKind) {
      flush();
      pendingCell = entry.cell();
      pendingKind = entry.kind();
    }
    pending.append(text);
    if (!windowOpen) {
      flush();
      openWindow();
    } else if (pending.length() >= MESSAGE_CHARS) {
      send(MESSAGE_CHARS);
    }
  }

  @GuardedBy("this")
  private void openWindow() {
    if (!timer.isShutdown()) {
      windowOpen = true;
      ScheduledFuture<?> _ =
          timer.schedule(this::closeWindow, WINDOW_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private synchronized void closeWindow() {
    windowOpen = false;
    if (!pending.isEmpty()) {
      flush();
      openWindow();
    }
  }

  /// Hands everything that was accepted to the host.
  synchronized void flush() {
    send(1);
  }

  // Sends full messages, and a last one if it has at least `atLeast` chars.
  @GuardedBy("this")
  private void send(int atLeast) {
    int from = 0;
    while (pending.length() - from >= atLeast) {
      int to = Math.min(pending.length(), from + MESSAGE_CHARS);
      if (to < pending.length() && Character.isHighSurrogate(pending.charAt(to - 1))) {
        to--;
      }
      host.stream(
          pendingCell,
          pendingKind == Kind.STDERR ? Host.Stream.STDERR : Host.Stream.STDOUT,
          pending.substring(from, to));
      from = to;
    }
    pending.delete(0, from);
  }

  private void show(long cell, DisplayMessage message) {
    switch (message) {
      case DisplayMessage.Show(var bundle) ->
          host.display(cell, bundle(bundle), bundle.id().orElse(null));
      case DisplayMessage.Update(var bundle, var id) ->
          host.updateDisplay(cell, bundle(bundle), id);
      case DisplayMessage.Clear(var whenReplaced) -> host.clearOutput(cell, whenReplaced);
    }
  }

  /// A rendered value in the wire's words.
  static Bundle bundle(MimeBundle bundle) {
    return new Bundle(bundle.data(), bundle.metadata());
  }

  /// Hands over what is left and ends the timer.
  @Override
  public void close() {
    flush();
    timer.shutdownNow();
  }
}
