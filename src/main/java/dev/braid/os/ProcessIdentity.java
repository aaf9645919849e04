package dev.braid.os;

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
      case Linux _ ->
          ProcFiles.stat(pid).filter(ProcFiles.Stat::runs).map(ProcFiles.Stat::identity);
      case Portable _ -> ProcessHandle.of(pid).map(ProcessIdentity::of);
    };
  }

  static ProcessIdentity of(ProcessHandle process) {
    return new ProcessIdentity(
        process.pid(), process.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
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

  /// True if this, which was known before, is the process that has its number now.
  public boolean isSame(ProcessIdentity now) {
    return pid == now.pid
        && switch (OperatingSystem.current()) {
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
