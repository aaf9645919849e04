package dev.braid;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What `/proc` says of a process.
final class Proc {
  private Proc() {}

  /// Its state, such as `S` or `Z`; `gone` without an entry.
  static String state(long pid) throws IOException {
    return fields(Path.of("/proc/" + pid))[0];
  }

  /// True once no thread of it runs any more: one takes the signal, and only then are the others
  /// told. False without an entry, too.
  static boolean isStopped(long pid) throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
      for (Path thread : (Iterable<Path>) threads::iterator) {
        if (!fields(thread)[0].equals("T")) {
          return false;
        }
      }
      return true;
    } catch (NoSuchFileException | UncheckedIOException e) {
      // It went away just now; while the threads are listed, the JDK says so unchecked.
      return false;
    }
  }

  /// Returns once it is stopped; the signal is sent.
  static void awaitStop(long pid) throws IOException {
    while (!isStopped(pid)) {
      assertThat(state(pid)).isNotIn("Z", "gone");
      Thread.onSpinWait();
    }
  }

  static long parent(long pid) throws IOException {
    return Long.parseLong(fields(Path.of("/proc/" + pid))[1]);
  }

  private static String[] fields(Path entry) throws IOException {
    try {
      String stat = Files.readString(entry.resolve("stat"));
      return stat.substring(stat.lastIndexOf(')') + 2).split(" ", 3);
    } catch (IOException e) {
      if (Files.exists(entry)) {
        throw e;
      }
      // Before it was opened, or (ESRCH) while it was read.
      return new String[] {"gone", "0"};
    }
  }
}
