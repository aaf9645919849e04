package dev.braid.memory;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;

/// A [SharedLock], the content of a block of kind OBJECT.
///
/// ```text
///  offset  field      size  written by  ordering
///       0  word          4  anybody     FutexLock; the holder's process
///       4  flags         4  anybody     volatile; 1: stays with a dead holder, 2: reentrant
///       8  holder        8  holder      opaque; his number << 34 | thread, 0 before he releases
///      16  acquired      8  holder      opaque; how often anybody did
///      24  depth         4  holder      opaque; how often he did, of a reentrant lock
///      28  (unused)     36
///      64  names      8*48  holder      holder 8, length 4, name 36, at the place holder % 8; the
///                                       first is 0 while the others change
///     448  waiters   16*80  waiters     WaiterTable; note: acquired, when noted (ms since 1970)
/// ```
final class LockLayout {
  static final int NAMES = 8;
  static final int WAITERS = 16;
  static final long NAME_ENTRY = 48;
  static final int NAME_SIZE = 36;
  static final int STAYS_WITH_DEAD = 1;
  static final int REENTRANT = 2;

  static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_INT.withName("word"),
          JAVA_INT.withName("flags"),
          JAVA_LONG.withName("holder"),
          JAVA_LONG.withName("acquired"),
          JAVA_INT.withName("depth"),
          paddingLayout(36),
          MemoryLayout.sequenceLayout(NAMES * NAME_ENTRY / 8, JAVA_LONG).withName("names"),
          MemoryLayout.sequenceLayout(WAITERS, WaiterLayout.LAYOUT).withName("waiters"));

  private LockLayout() {}

  static long offset(String field) {
    return LAYOUT.byteOffset(PathElement.groupElement(field));
  }
}
