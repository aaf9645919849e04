package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/// The producers' side of a [Channel], as this process has it.
final class PutSide {
  private static final long PUTS = ChannelLayout.offset("puts");
  private static final long LAST_RING = 1 << 30;
  private static final long MOST_MESSAGES = (1L << 28) - 2;

  private final ChannelMemory channel;
  private final MemorySegment blocks;
  private final SharedArena arena;
  private final FutexLock lock;
  private final Spin spin = new Spin();
  private final long limit;
  private final long byteLimit;

  // A look at the consumers' position takes the cache line from their processor. What was seen last
  // is older than the truth, so there is at least as much room. It is used only if nobody else has
  // put since; the count that tells never comes round. Guarded by the lock.
  private long seenHead;
  private long knownPuts = -1;

  PutSide(ChannelMemory channel) {
    this.channel = channel;
    this.blocks = channel.blocks;
    this.arena = channel.arena;
    this.lock = channel.lock("putLock");
    this.limit = channel.memory.get(JAVA_LONG, ChannelLayout.offset("limit"));
    this.byteLimit = channel.memory.get(JAVA_LONG, ChannelLayout.offset("byteLimit"));
  }

  /// Messages that there may be; 0 for no limit.
  long limit() {
    return limit;
  }

  /// Bytes that there may be; 0 for no limit.
  long byteLimit() {
    return byteLimit;
  }

  /// A message that is being put.
  ///
  /// @param envelope that it is in; 0 for none
  record Put(Message message, long envelope) {
    long inline() {
      return envelope == 0 ? message.length() : Long.BYTES;
    }

    /// Bytes of its record.
    long record() {
      return (ChannelMemory.HEAD_OF_RECORD + inline() + 7) & ~7L;
    }
  }

  /// Puts; false if there was no room up to the deadline, or nobody is left who could get.
  boolean place(Put put, Deadline deadline, Lookout lookout) throws InterruptedException {
    boolean appended = false;
    while (!appended) {
      if (channel.isSet(Channel.NO_CONSUMER)) {
        return false;
      }
      if (!channel.acquire(lock, channel.putters, deadline)) {
        return false;
      }
      long head;
      try {
        KillPoint.at("channel.put.locked");
        head = recentHead();
        if (!hasRoom(head, put)) {
          head = channel.head();
          seenHead = head;
        }
        if (hasRoom(head, put)) {
          append(head, put);
          appended = true;
          continue;
        }
      } finally {
        lock.release();
      }
      KillPoint.at("channel.put.waiting");
      if (deadline.isOver()) {
        return false;
      }
      channel.sleep(channel.putters, ChannelMemory.HEAD, head, spin, deadline, lookout);
    }
    KillPoint.at("channel.put.released");
    channel.getters.wake(1);
    return true;
  }

  private long recentHead() {
    long puts = channel.memory.get(JAVA_LONG, PUTS);
    if (puts != knownPuts) {
      seenHead = channel.head();
    }
    channel.memory.set(JAVA_LONG, PUTS, puts + 1);
    knownPuts = puts + 1;
    return seenHead;
  }

  private boolean hasRoom(long head, Put put) {
    long tail = channel.tail();
    long messages = ChannelLayout.between(head, tail);
    return messages < (limit == 0 ? MOST_MESSAGES : limit)
        && (byteLimit == 0 || messages == 0 || pending(head, tail, put) <= byteLimit);
  }

  private long pending(long head, long tail, Put put) {
    return channel.bytes(ChannelMemory.PUT_BYTES, tail)
        - channel.bytes(ChannelMemory.GOT_BYTES, head)
        + put.message().length();
  }

  /// Bytes of the ring of `tail` that nothing is in.
  private static long free(long head, long tail, long capacity) {
    // One who hasn't come to this ring begins at its beginning.
    long begin =
        ChannelLayout.segment(head) == ChannelLayout.segment(tail) ? ChannelLayout.at(head) : 0;
    return capacity - ChannelLayout.units(begin, ChannelLayout.at(tail)) * 8;
  }

  private void append(long head, Put put) {
    long tail = channel.tail();
    int segment = ChannelLayout.segment(tail);
    long at = ChannelLayout.at(tail);
    long ring = channel.ring(segment);
    long capacity = channel.capacity(ring);
    long place = (at * 8) & (capacity - 1);
    long padding = place + put.record() > capacity ? capacity - place : 0;
    boolean oversized = capacity > 16 * ChannelMemory.FIRST_RING && channel.size() == 0;
    long needed = padding + put.record();
    if (needed > free(head, tail, capacity)) {
      // From now on this is what was seen last: a position that is left behind for ever would look
      // like room again when places come round.
      seenHead = channel.head();
    }
    if (oversized || needed > free(seenHead, tail, capacity)) {
      grow(tail, capacity, put);
      return;
    }
    if (padding > 0) {
      record(ring, place, padding - ChannelMemory.HEAD_OF_RECORD, ChannelMemory.PADDING);
      place = 0;
    }
    write(ring, place, put);
    long units = (padding + put.record()) / 8;
    long next = ChannelLayout.position(ChannelLayout.count(tail) + 1, segment, at + units);
    if (put.envelope() == 0) {
      commitPut(tail, next, put);
    } else {
      arena.lockedRun(() -> {
        Envelope.address(blocks, put.envelope(), channel.block.block(), ChannelLayout.count(tail));
        commitPut(tail, next, put);
        arena.releaseLocked(put.envelope());
      });
    }
  }

  /// Seals the ring and puts into a new one: twice as large if the old one is full, of the first
  /// size if it is empty.
  private void grow(long tail, long capacity, Put put) {
    int sealed = ChannelLayout.segment(tail);
    int segment = (sealed + 1) & (ChannelLayout.SEGMENTS - 1);
    long larger =
        channel.size() == 0 ? ChannelMemory.FIRST_RING : Math.min(2 * capacity, LAST_RING);
    arena.lockedRun(() -> {
      if (segment == ChannelLayout.segment(channel.head())) {
        throw new ArenaFullException(larger, arena.usedLocked(), blocks.byteSize());
      }
      long ring = arena.give(BlockKind.RING, larger, false);
      KillPoint.at("channel.put.grown");
      channel.seal(sealed, ChannelLayout.at(tail));
      channel.ring(segment, ring);
      write(ring, 0, put);
      if (put.envelope() != 0) {
        Envelope.address(blocks, put.envelope(), channel.block.block(), ChannelLayout.count(tail));
      }
      long next = ChannelLayout.position(ChannelLayout.count(tail) + 1, segment, put.record() / 8);
      commitPut(tail, next, put);
      if (put.envelope() != 0) {
        arena.releaseLocked(put.envelope());
      }
    });
  }

  private void write(long ring, long place, Put put) {
    long at = ring + BlockHeader.SIZE + place + ChannelMemory.HEAD_OF_RECORD;
    if (put.envelope() == 0) {
      record(ring, place, put.inline(), ChannelMemory.INLINE);
      put.message().writeTo(blocks, at);
    } else {
      record(ring, place, put.inline(), ChannelMemory.IN_ENVELOPE);
      blocks.set(JAVA_LONG, at, put.envelope());
    }
    KillPoint.at("channel.put.copied");
  }

  private void record(long ring, long place, long length, int kind) {
    blocks.set(JAVA_LONG, ring + BlockHeader.SIZE + place, ((long) kind << 32) | length);
  }

  private void commitPut(long tail, long next, Put put) {
    channel.commit(ChannelMemory.TAIL, ChannelMemory.PUT_BYTES, tail, next, put.message().length());
    KillPoint.at("channel.put.committed");
  }
}
