package dev.braid.notebook;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Reads a process's output to its end, so that it never waits for a reader, and remembers the last
/// of it.
final class LastLines {
  private static final int KEPT = 20;

  @GuardedBy("this")
  private final Deque<String> lines = new ArrayDeque<>();

  private final Thread reader;

  LastLines(String name, InputStream output) {
    reader = Thread.ofPlatform().name(name).daemon().start(() -> read(output));
  }

  private void read(InputStream output) {
    try (var text = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
      for (String line = text.readLine(); line != null; line = text.readLine()) {
        add(line);
      }
    } catch (IOException e) {
      add("(the rest can't be read: " + e.getMessage() + ")");
    }
  }

  private synchronized void add(String line) {
    lines.add(line);
    if (lines.size() > KEPT) {
      lines.remove();
    }
  }

  /// What there is once the process has closed its output, or when the time is over.
  List<String> await(Duration timeout) throws InterruptedException {
    reader.join(timeout);
    synchronized (this) {
      return List.copyOf(lines);
    }
  }
}
