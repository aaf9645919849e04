package dev.braid.memory;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Somebody who waits, as a [WaiterTable] knows him.
///
/// @param index of his entry
/// @param number of his process
/// @param thread its identifier in his JVM
/// @param since milliseconds since 1970
/// @param name of his thread; may be empty
record Waiter(int index, int number, long thread, long since, long note, long noted, String name) {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

  /// As messages name him: his process, his thread, since when.
  String shown(ProcessTable processes) {
    return "%s, %s, since %s"
        .formatted(processes.named(number), ThreadName.shown(name, thread), time(since));
  }

  /// A moment as people read it, with how long ago that was.
  static String time(long millis) {
    Duration ago = Duration.ofMillis(Math.max(0, System.currentTimeMillis() - millis));
    return "%s (%d.%03d s)"
        .formatted(CLOCK.format(Instant.ofEpochMilli(millis)), ago.toSeconds(), ago.toMillisPart());
  }
}
