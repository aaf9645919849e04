package dev.braid.memory;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/// The head of the output log, in shared memory. The ring of `capacity` bytes follows it.
///
/// ```text
///  offset  field     size  written by  ordering
///       0  magic        4  creator     before the address is handed out
///       4  version      4  creator     before the address is handed out
///       8  capacity     8  creator     before the address is handed out; power of two, bytes
///     128  lock         4  producers   FutexLock
///     256  tail         8  producers   under lock; volatile store (commit), acquire load
///     384  head         8  consumer    release store, acquire load
///     512  sleeping     4  consumer    volatile; 1 while it waits for the doorbell
///     640  full         4  both        volatile; 1 while a producer waits for room
/// ```
///
/// `tail` and `head` count bytes since the beginning; modulo `capacity` they are offsets into the
/// ring. Fields that different processes write are 128 bytes apart, for the processor fetches cache
/// lines in pairs.
///
/// A record, which may wrap around the end of the ring:
///
/// ```text
///  offset  field     size
///       0  length       4  bytes of payload
///       4  kind         4  code of OutputRecord.Kind; the sign bit says that the next record continues this one
///       8  cell         8
///      16  pid          8
///      24  payload      length, padded to a multiple of 8
/// ```
final class LogHeader {
  static final int MAGIC = 0x62726c67; // "brlg"
  static final int VERSION = 1;
  static final int RECORD_HEADER = 24;

  static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_INT.withName("magic"),
          JAVA_INT.withName("version"),
          JAVA_LONG.withName("capacity"),
          paddingLayout(112),
          JAVA_INT.withName("lock"),
          paddingLayout(124),
          JAVA_LONG.withName("tail"),
          paddingLayout(120),
          JAVA_LONG.withName("head"),
          paddingLayout(120),
          JAVA_INT.withName("sleeping"),
          paddingLayout(124),
          JAVA_INT.withName("full"),
          paddingLayout(124));

  static final StructLayout RECORD =
      MemoryLayout.structLayout(
          JAVA_INT.withName("length"),
          JAVA_INT.withName("kind"),
          JAVA_LONG.withName("cell"),
          JAVA_LONG.withName("pid"));

  private LogHeader() {}

  static long offset(String field) {
    return LAYOUT.byteOffset(MemoryLayout.PathElement.groupElement(field));
  }
}
