package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.function.BooleanSupplier;

/// What both sides of a [Channel] know of its memory: positions, rings, who waits.
///
/// Kill point: `channel.sleeping` (about to sleep).
final class ChannelMemory {
  /// Bytes of the first ring.
  static final long FIRST_RING = 64 << 10;

  /// A record in a ring: its length in the low half of 8 bytes, its kind in the high half, then its
  /// content, up to a multiple of 8 bytes.
  static final long HEAD_OF_RECORD = 8;

  /// The content is a message.
  static final int INLINE = 1;

  /// The content is the block of an envelope.
  static final int IN_ENVELOPE = 2;

  /// There is none, up to the end of the ring.
  static final int PADDING = 3;

  static final long TAIL = ChannelLayout.offset("tail");
  static final long HEAD = ChannelLayout.offset("head");
  static final long PUT_BYTES = ChannelLayout.offset("putBytes");
  static final long GOT_BYTES = ChannelLayout.offset("gotBytes");

  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final VarHandle LONG = JAVA_LONG.varHandle();
  private static final long SEGMENTS = ChannelLayout.offset("segments");

  final SharedArena arena;
  final Block block;
  final MemorySegment memory;
  final MemorySegment blocks;

  /// Those who wait for a message.
  final Sleepers getters;

  /// Those who wait for room.
  final Sleepers putters;

  ChannelMemory(SharedArena arena, Block block) {
    this.arena = arena;
    this.block = block;
    this.memory = block.memory();
    this.blocks = arena.blocks();
    this.getters = new Sleepers(memory, ChannelLayout.offset("getters"));
    this.putters = new Sleepers(memory, ChannelLayout.offset("putters"));
  }

  long tail() {
    return (long) LONG.getVolatile(memory, TAIL);
  }

  long head() {
    return (long) LONG.getVolatile(memory, HEAD);
  }

  /// How many messages there are.
  long size() {
    // The head first: the tail that is read after it is never behind it.
    long head = head();
    return ChannelLayout.between(head, tail());
  }

  boolean isSet(long flag) {
    return (int) INT.getVolatile(memory, flag) == 1;
  }

  FutexLock lock(String field) {
    return new FutexLock(memory, ChannelLayout.offset(field), arena.processes());
  }

  /// Acquires one of the locks. Who doesn't may have been woken for what he now leaves, and wakes
  /// another one.
  ///
  /// @param sleepers those who wait for the same as the caller
  /// @return false if the deadline came first
  boolean acquire(FutexLock lock, Sleepers sleepers, Deadline deadline)
      throws InterruptedException {
    boolean acquired = false;
    try {
      acquired = lock.acquire(deadline) != FutexLock.Acquired.NOT;
      return acquired;
    } finally {
      if (!acquired) {
        sleepers.wake(1);
      }
    }
  }

  /// The block of a segment's ring.
  long ring(int segment) {
    return memory.get(JAVA_LONG, SEGMENTS + 16L * segment);
  }

  void ring(int segment, long ring) {
    memory.set(JAVA_LONG, SEGMENTS + 16L * segment, ring);
  }

  /// Where a segment ends; only of one that isn't the last.
  long sealed(int segment) {
    return memory.get(JAVA_LONG, SEGMENTS + 16L * segment + 8);
  }

  void seal(int segment, long at) {
    memory.set(JAVA_LONG, SEGMENTS + 16L * segment + 8, at);
  }

  /// Bytes of a ring; a power of two.
  long capacity(long ring) {
    return arena.block().size(ring);
  }

  /// The sum of the lengths of the messages before that position.
  long bytes(long sums, long position) {
    return (long) LONG.getOpaque(memory, sums + 8 * (ChannelLayout.count(position) & 1));
  }

  /// Moves a position on by a message of that length.
  void commit(long position, long sums, long seen, long next, long length) {
    LONG.setOpaque(memory, sums + 8 * (ChannelLayout.count(next) & 1), bytes(sums, seen) + length);
    // Volatile: pairs with the loads of the position by the other side. What was written to the
    // message, and the table of segments, or read from it, happens before it. It also comes before
    // our look whether somebody sleeps, and so pairs with his last look.
    LONG.setVolatile(memory, position, next);
  }

  /// Sleeps while a position stays as it was seen.
  ///
  /// @param sleepers those who wait for it to change
  void sleep(
      Sleepers sleepers, long position, long seen, Spin spin, Deadline deadline, Lookout lookout)
      throws InterruptedException {
    BooleanSupplier changed = () -> (long) LONG.getVolatile(memory, position) != seen;
    if (spin.until(changed)) {
      return;
    }
    int entered = sleepers.enter();
    KillPoint.at("channel.sleeping");
    // Volatile: pairs with commit() on the other side.
    if (!changed.getAsBoolean()) {
      sleepers.sleep(entered, deadline);
      RuntimeException verdict = lookout.verdict();
      if (verdict != null && !changed.getAsBoolean()) {
        throw verdict;
      }
    }
  }
}
