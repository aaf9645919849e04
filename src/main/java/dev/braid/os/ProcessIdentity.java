package dev.braid.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One process, and no other that gets its number after its end.
///
/// @param pid its number in the process table
/// @param startTime when it started: clock ticks since the boot on Linux, elsewhere milliseconds of
///   the epoch
public record ProcessIdentity(long pid, long startTime) {
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,18})-([0-9]{1,18})");

  /// Where the JDK has to add the time of the boot, it wanders with the clock; no number is given
  /// anew so soon.
  private static final long CLOCK_WANDERS = 2000;

  /// Fields of `/proc/<pid>/stat` after the command, which are counted from 3.
  private static final int STATE = 0;

  private static final int START_TIME = 22 - 3;

  /// This process.
  public static ProcessIdentity current() {
    return Holder.CURRENT;
  }

  private static final class Holder {
    static final ProcessIdentity CURRENT =
        of(ProcessHandle.current().pid())
            .orElseThrow(() ->
                new IllegalStateException(
                    "the start time of this process can't be read; mount /proc"));
  }

  /// The process that has this number now; empty if there is none, or if only its zombie is left.
  static Optional<ProcessIdentity> of(long pid) {
    return switch (OperatingSystem.current()) {
      case Linux _ -> onLinux(pid);
      case Portable _ ->
          ProcessHandle.of(pid)
              .map(process ->
                  new ProcessIdentity(
                      pid, process.info().startInstant().map(Instant::toEpochMilli).orElse(0L)));
    };
  }

  private static Optional<ProcessIdentity> onLinux(long pid) {
    try {
      // pid (command) state ...; the command may contain anything, even a parenthesis.
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      boolean runs = !fields[STATE].equals("Z") && !fields[STATE].equals("X");
      return runs
          ? Optional.of(new ProcessIdentity(pid, Long.parseLong(fields[START_TIME])))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      if (!Files.exists(Path.of("/proc/" + pid))) {
        // ESRCH while reading: it went away just now.
        return Optional.empty();
      }
      throw new IllegalStateException("can't read /proc/%d/stat; mount /proc".formatted(pid), e);
    }
  }

  /// What [#toString] made; empty of any other text.
  public static Optional<ProcessIdentity> parse(String text) {
    Matcher numbers = TEXT.matcher(text);
    return numbers.matches()
        ? Optional.of(
            new ProcessIdentity(Long.parseLong(numbers.group(1)), Long.parseLong(numbers.group(2))))
        : Optional.empty();
  }

  /// True if it is certain that it runs no more; a zombie doesn't run.
  public boolean hasEnded() {
    return of(pid).stream().noneMatch(this::isSame);
  }

  private boolean isSame(ProcessIdentity now) {
    return switch (OperatingSystem.current()) {
      case Linux _ -> startTime == now.startTime;
      case Portable _ -> Math.abs(startTime - now.startTime) <= CLOCK_WANDERS;
    };
  }

  /// `<pid>-<start time>`, fit for the name of a file.
  @Override
  public String toString() {
    return pid + "-" + startTime;
  }
}
