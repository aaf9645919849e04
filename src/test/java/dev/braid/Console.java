package dev.braid;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.braid.memory.Audience;
import dev.braid.memory.Output;
import dev.braid.memory.OutputRecord;
import dev.braid.memory.OutputRecord.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The session's output, caught for a test instead of shown. Closing it shows output again.
final class Console implements AutoCloseable {
  private final Set<Kind> kept;

  @GuardedBy("this")
  private final List<OutputRecord> records = new ArrayList<>();

  Console() {
    this(Audience.NOBODY);
  }

  /// One that shows progress to that audience, too.
  Console(Audience audience) {
    this(audience, Set.of(Kind.values()));
  }

  private Console(Audience audience, Set<Kind> kept) {
    this.kept = kept;
    Output.flush();
    Output.sink(this::accept, audience);
  }

  /// One that keeps nothing but standard error.
  static Console ofErrors() {
    return new Console(Audience.NOBODY, Set.of(Kind.STDERR));
  }

  private synchronized void accept(OutputRecord entry) {
    if (kept.contains(entry.kind())) {
      records.add(entry);
      notifyAll();
    }
  }

  synchronized List<OutputRecord> records() {
    return List.copyOf(records);
  }

  synchronized String text(Kind kind) {
    return records.stream()
        .filter(entry -> entry.kind() == kind)
        .map(entry -> new String(entry.bytes(), java.nio.charset.StandardCharsets.UTF_8))
        .collect(Collectors.joining());
  }

  List<String> lines() {
    return text(Kind.STDOUT).lines().toList();
  }

  /// Waits for a whole line of standard output that begins with `word` and a blank.
  ///
  /// @return the rest of the line
  synchronized String await(String word) throws InterruptedException {
    while (true) {
      String text = text(Kind.STDOUT);
      int end = text.lastIndexOf('\n') + 1;
      for (String line : text.substring(0, end).lines().toList()) {
        if (line.startsWith(word + " ")) {
          return line.substring(word.length() + 1);
        }
      }
      wait();
    }
  }

  /// Waits until standard error has it.
  synchronized void awaitError(String part) throws InterruptedException {
    while (!text(Kind.STDERR).contains(part)) {
      wait();
    }
  }

  long awaitNumber(String word) throws InterruptedException {
    return Long.parseLong(await(word));
  }

  @Override
  public void close() {
    Output.flush();
    Output.sink(Console::show);
  }

  private static void show(OutputRecord entry) {
    (entry.kind() == Kind.STDERR ? System.err : System.out).writeBytes(entry.bytes());
  }
}
