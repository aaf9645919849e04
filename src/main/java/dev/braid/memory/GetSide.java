package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// The consumers' side of a [Channel], as this process has it.
final class GetSide {
  private static final long GETS = ChannelLayout.offset("gets");

  private final ChannelMemory channel;
  private final MemorySegment blocks;
  private final SharedArena arena;
  private final FutexLock lock;
  private final Spin spin = new Spin();

  // A look at the producers' position takes the cache line from their processor. What was seen last
  // is older than the truth, so there are at least as many messages. It is used only if nobody else
  // has got since; the count that tells never comes round. Guarded by the lock.
  private long seenTail;
  private long knownGets = -1;

  /// Whether the last get left a message; a hint.
  private boolean hasMore;

  GetSide(ChannelMemory channel) {
    this.channel = channel;
    this.blocks = channel.blocks;
    this.arena = channel.arena;
    this.lock = channel.lock("getLock");
  }

  /// Takes the first message; null if there was none up to the deadline, or nobody is left who
  /// could put one.
  ///
  /// @param taking runs before the commit, again if the process is killed between
  /// @param room how many producers to wake
  @Nullable Incoming take(Deadline deadline, Lookout lookout, Runnable taking, int room)
      throws InterruptedException {
    while (true) {
      long tail = hasMore ? 0 : channel.tail();
      if (!hasMore && ChannelLayout.between(channel.head(), tail) == 0) {
        // Asked before the tail is looked at again: what was put by the last producer is seen.
        boolean last = channel.isSet(Channel.NO_PRODUCER);
        if (channel.tail() == tail && (last || deadline.isOver())) {
          return null;
        }
        sleep(tail, deadline, lookout);
        continue;
      }
      if (!channel.acquire(lock, channel.getters, deadline)) {
        return null;
      }
      Incoming taken;
      try {
        KillPoint.at("channel.get.locked");
        taken = takeLocked(taking);
      } finally {
        lock.release();
      }
      if (taken != null) {
        KillPoint.at("channel.get.released");
        channel.putters.wake(room);
        return taken;
      }
    }
  }

  /// Sleeps while the tail stays as it was seen.
  void sleep(long tail, Deadline deadline, Lookout lookout) throws InterruptedException {
    channel.sleep(channel.getters, ChannelMemory.TAIL, tail, spin, deadline, lookout);
  }

  private @Nullable Incoming takeLocked(Runnable taking) {
    long head = channel.head();
    long tail = recentTail(head);
    hasMore = ChannelLayout.between(head, tail) > 1;
    if (ChannelLayout.between(head, tail) == 0) {
      return null;
    }
    taking.run();
    int segment = ChannelLayout.segment(head);
    long at = ChannelLayout.at(head);
    long emptied = 0;
    if (segment != ChannelLayout.segment(tail) && at == channel.sealed(segment)) {
      emptied = channel.ring(segment);
      segment = (segment + 1) & (ChannelLayout.SEGMENTS - 1);
      at = 0;
    }
    long ring = channel.ring(segment);
    long capacity = channel.capacity(ring);
    long record = blocks.get(JAVA_LONG, ring + BlockHeader.SIZE + ((at * 8) & (capacity - 1)));
    if ((int) (record >>> 32) == ChannelMemory.PADDING) {
      at += (ChannelMemory.HEAD_OF_RECORD + (int) record) / 8;
      record = blocks.get(JAVA_LONG, ring + BlockHeader.SIZE);
    }
    int length = (int) record;
    long content =
        ring + BlockHeader.SIZE + ((at * 8) & (capacity - 1)) + ChannelMemory.HEAD_OF_RECORD;
    long end = at + (ChannelMemory.HEAD_OF_RECORD + length + 7) / 8;
    Got got =
        new Got(head, ChannelLayout.position(ChannelLayout.count(head) + 1, segment, end), emptied);
    if ((int) (record >>> 32) == ChannelMemory.IN_ENVELOPE) {
      return takeEnvelope(got, blocks.get(JAVA_LONG, content));
    }
    Incoming taken = Scratch.copy(blocks, content, length);
    KillPoint.at("channel.get.copied");
    if (emptied == 0) {
      commitGet(got, length);
    } else {
      arena.lockedRun(() -> commitGet(got, length));
    }
    return taken;
  }

  private long recentTail(long head) {
    long gets = channel.memory.get(JAVA_LONG, GETS);
    if (gets != knownGets || ChannelLayout.between(head, seenTail) == 0) {
      // Pairs with the producers' commit.
      seenTail = channel.tail();
    }
    channel.memory.set(JAVA_LONG, GETS, gets + 1);
    knownGets = gets + 1;
    return seenTail;
  }

  /// What a consumer is about to change.
  ///
  /// @param emptied ring to be freed; 0 for none
  private record Got(long head, long next, long emptied) {}

  private Incoming takeEnvelope(Got got, long envelope) {
    return arena.locked(() -> {
      Incoming taken = Envelope.take(arena, envelope);
      KillPoint.at("channel.get.copied");
      commitGet(got, Envelope.length(blocks, envelope));
      return taken;
    });
  }

  /// Under the arena's lock if a ring is to be freed: the collector must not see it between.
  private void commitGet(Got got, long length) {
    channel.commit(ChannelMemory.HEAD, ChannelMemory.GOT_BYTES, got.head(), got.next(), length);
    KillPoint.at("channel.get.committed");
    if (got.emptied() != 0) {
      arena.takeBack(got.emptied());
    }
  }
}
