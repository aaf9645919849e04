package dev.braid.os;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// What Linux tells of processes in the files below `/proc`; see proc_pid_stat(5).
final class ProcFiles {
  private static final Path PROC = Path.of("/proc");

  /// Clock ticks of user space: a second has 100 on every architecture that we run on (USER_HZ).
  private static final long TICK_NANOS = 10_000_000;

  /// Key of the page's size in `/proc/self/auxv`, AT_PAGESZ.
  private static final long PAGE_SIZE = 6;

  private ProcFiles() {}

  /// The line of a `stat` file.
  ///
  /// @param fields those after the command, so that the first one is number 3 of the manual
  record Stat(long pid, String command, List<String> fields) {
    static Stat parse(String line) {
      // pid (command) state ...; the command may contain anything, even a parenthesis.
      int begin = line.indexOf('(');
      int end = line.lastIndexOf(')');
      return new Stat(
          Long.parseLong(line.substring(0, begin).strip()),
          line.substring(begin + 1, end),
          List.of(line.substring(end + 2).strip().split(" ", -1)));
    }

    private long number(int field) {
      return Long.parseLong(fields.get(field - 3));
    }

    char letter() {
      return fields.getFirst().charAt(0);
    }

    long parent() {
      return number(4);
    }

    Duration cpuTime() {
      return Duration.ofNanos((number(14) + number(15)) * TICK_NANOS);
    }

    ProcessIdentity identity() {
      return new ProcessIdentity(pid, number(22));
    }

    long residentPages() {
      return number(24);
    }

    /// False if the process has ended, be it a zombie.
    boolean runs() {
      return "ZXx".indexOf(letter()) < 0;
    }

    /// Of this thread alone; of a process, its first one.
    ProcessState state() {
      return switch (letter()) {
        case 'R' -> ProcessState.RUNNING;
        case 'T', 't' -> ProcessState.STOPPED;
        case 'Z' -> ProcessState.ZOMBIE;
        case 'X', 'x' -> ProcessState.GONE;
        // S, D, I and what future kernels may call a wait.
        default -> ProcessState.SLEEPING;
      };
    }
  }

  /// What is known of the process that has this number now, zombies included; empty if there's
  /// none.
  static Optional<Stat> stat(long pid) {
    return stat(PROC.resolve(Long.toString(pid)));
  }

  private static Optional<Stat> stat(Path directory) {
    try {
      // As bytes: a command may be no UTF-8.
      byte[] line = Files.readAllBytes(directory.resolve("stat"));
      return Optional.of(Stat.parse(new String(line, StandardCharsets.UTF_8)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      if (!Files.exists(directory)) {
        // ESRCH while reading: it went away just now.
        return Optional.empty();
      }
      throw new IllegalStateException("can't read %s/stat; mount /proc".formatted(directory), e);
    }
  }

  static Optional<ProcessStatus> status(long pid) {
    return stat(pid)
        .filter(stat -> stat.state() != ProcessState.GONE)
        .map(stat ->
            new ProcessStatus(
                stat.identity(),
                stat.parent(),
                stat.command(),
                state(stat),
                Optional.of(stat.cpuTime()),
                memory(stat)));
  }

  // The first thread of a JVM does nothing but wait for the one that runs `main`.
  private static ProcessState state(Stat stat) {
    if (stat.state() == ProcessState.SLEEPING) {
      Path threads = PROC.resolve(Long.toString(stat.pid())).resolve("task");
      return numbered(threads).stream()
              .flatMap(thread -> stat(thread).stream())
              .anyMatch(thread -> thread.state() == ProcessState.RUNNING)
          ? ProcessState.RUNNING
          : ProcessState.SLEEPING;
    }
    return stat.state();
  }

  private static OptionalLong memory(Stat stat) {
    OptionalLong size = PageSize.BYTES;
    return size.isPresent()
        ? OptionalLong.of(stat.residentPages() * size.getAsLong())
        : OptionalLong.empty();
  }

  /// From the pid of each process, zombies included, to that of its parent.
  static Map<Long, Long> parents() {
    Map<Long, Long> parents = new HashMap<>();
    for (Path directory : numbered(PROC)) {
      // Of other users' processes a system may hide all but the number.
      if (Files.isReadable(directory.resolve("stat"))) {
        stat(directory).ifPresent(stat -> parents.put(stat.pid(), stat.parent()));
      }
    }
    return parents;
  }

  private static List<Path> numbered(Path directory) {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(each -> each.getFileName().toString().matches("[0-9]+")).toList();
    } catch (IOException | java.io.UncheckedIOException e) {
      if (!Files.exists(directory)) {
        return List.of();
      }
      throw new IllegalStateException("can't list %s; mount /proc".formatted(directory), e);
    }
  }

  private static final class PageSize {
    static final OptionalLong BYTES = read();

    private static OptionalLong read() {
      try {
        byte[] auxv = Files.readAllBytes(PROC.resolve("self/auxv"));
        ByteBuffer pairs = ByteBuffer.wrap(auxv).order(ByteOrder.nativeOrder());
        while (pairs.remaining() >= 2 * Long.BYTES) {
          long key = pairs.getLong();
          long value = pairs.getLong();
          if (key == PAGE_SIZE) {
            return OptionalLong.of(value);
          }
        }
        return OptionalLong.empty();
      } catch (IOException e) {
        // Some sandboxes hide it: then memory is what isn't told.
        return OptionalLong.empty();
      }
    }
  }
}
