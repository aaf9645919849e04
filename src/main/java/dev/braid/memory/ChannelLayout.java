package dev.braid.memory;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;

/// The head of a [Channel], the content of a block of kind CHANNEL.
///
/// ```text
///  offset  field         size  written by  ordering
///       0  putLock          4  producers   FutexLock
///       8  puts             8  producers   putLock, before tail; puts begun, to know of others' ones
///      16  putBytes       2*8  producers   putLock, before tail; [c & 1] is the sum of the first c
///     128  getLock          4  consumers   FutexLock
///     136  gets             8  consumers   getLock, before head; likewise
///     144  gotBytes       2*8  consumers   getLock, before head; likewise
///     256  tail             8  producers   putLock; volatile store (commit), acquire load
///     384  head             8  consumers   getLock; volatile store (commit), acquire load
///     512  getters          4  both        Sleepers, who wait for tail to change
///     640  putters          4  both        Sleepers, who wait for head to change
///     768  limit            8  creator     before the block is known; messages, 0 for no limit
///     776  byteLimit        8  creator     before the block is known; bytes, 0 for no limit
///     784  noProducer       4  collector   volatile; 1 once nobody is left who could put
///     788  noConsumer       4  collector   volatile; 1 once nobody is left who could get
///    1024  segments   64*2*8   producers   putLock, before tail; block of the ring, end when sealed
/// ```
///
/// `tail` and `head` are positions, of the next message to be put and to be got:
///
/// ```text
///   bits   field
///  36..63  count      messages since the beginning, modulo 2^28
///  30..35  segment    index into segments, modulo 64
///   0..29  at         in the segment's ring, in units of 8 bytes since its beginning, modulo 2^30
/// ```
///
/// Fields that different sides write are 128 bytes apart, for the processor fetches cache lines in
/// pairs. One store commits a message with the count.
final class ChannelLayout {
  static final StructLayout LAYOUT =
      structLayout(
          JAVA_INT.withName("putLock"),
          paddingLayout(4),
          JAVA_LONG.withName("puts"),
          sequenceLayout(2, JAVA_LONG).withName("putBytes"),
          paddingLayout(96),
          JAVA_INT.withName("getLock"),
          paddingLayout(4),
          JAVA_LONG.withName("gets"),
          sequenceLayout(2, JAVA_LONG).withName("gotBytes"),
          paddingLayout(96),
          JAVA_LONG.withName("tail"),
          paddingLayout(120),
          JAVA_LONG.withName("head"),
          paddingLayout(120),
          JAVA_INT.withName("getters"),
          paddingLayout(124),
          JAVA_INT.withName("putters"),
          paddingLayout(124),
          JAVA_LONG.withName("limit"),
          JAVA_LONG.withName("byteLimit"),
          JAVA_INT.withName("noProducer"),
          JAVA_INT.withName("noConsumer"),
          paddingLayout(232),
          sequenceLayout(
                  64, structLayout(JAVA_LONG.withName("block"), JAVA_LONG.withName("sealed")))
              .withName("segments"));

  static final int SEGMENTS = 64;

  private static final int COUNT_SHIFT = 36;
  private static final int SEGMENT_SHIFT = 30;
  private static final long COUNT_MASK = (1L << 28) - 1;
  private static final long AT_MASK = (1L << 30) - 1;

  private ChannelLayout() {}

  static long offset(String field) {
    return LAYOUT.byteOffset(PathElement.groupElement(field));
  }

  static long position(long count, long segment, long at) {
    return ((count & COUNT_MASK) << COUNT_SHIFT)
        | ((segment & (SEGMENTS - 1)) << SEGMENT_SHIFT)
        | (at & AT_MASK);
  }

  static long count(long position) {
    return position >>> COUNT_SHIFT;
  }

  static int segment(long position) {
    return (int) (position >>> SEGMENT_SHIFT) & (SEGMENTS - 1);
  }

  static long at(long position) {
    return position & AT_MASK;
  }

  /// Messages between two positions.
  static long between(long head, long tail) {
    return (count(tail) - count(head)) & COUNT_MASK;
  }

  /// True if the message of that count has been put and not been got.
  static boolean holds(long head, long tail, long count) {
    return ((count - count(head)) & COUNT_MASK) < between(head, tail);
  }

  /// Units of 8 bytes between two places of one segment.
  static long units(long from, long to) {
    return (to - from) & AT_MASK;
  }
}
