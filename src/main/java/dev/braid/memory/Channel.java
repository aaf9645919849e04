package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Messages from many producers to many consumers, in order, in shared memory.
///
/// Producers exclude each other by a lock, and so do consumers; a producer and a consumer don't. A
/// message is put by one store of `tail` and got by one store of `head`: whoever is killed before
/// his store has changed nothing, and the next one who takes his lock finds all in order. So each
/// message is delivered once, in the order of the puts.
///
/// Small messages are in a ring; one that is larger, or that names shared objects, is in an
/// [Envelope], and the ring has its block. A ring that is full is sealed and followed by one of
/// twice the size; one that has been emptied is freed. The rings are like Agrona's, the rest isn't:
/// there a dead producer blocks the others until somebody decides that he is.
///
/// [ChannelLayout] describes the layout.
public final class Channel {
  /// Bytes of a message that goes into a ring as it is.
  static final int MOST_INLINE = 8 << 10;

  private static final long FIRST_RING = 64 << 10;
  private static final long LAST_RING = 1 << 30;
  private static final long HEAD_OF_RECORD = 8;
  private static final int INLINE = 1;
  private static final int IN_ENVELOPE = 2;
  private static final int PADDING = 3;

  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final VarHandle LONG = JAVA_LONG.varHandle();
  private static final long TAIL = ChannelLayout.offset("tail");
  private static final long HEAD = ChannelLayout.offset("head");
  private static final long GET_WAITING = ChannelLayout.offset("getWaiting");
  private static final long PUT_WAITING = ChannelLayout.offset("putWaiting");
  private static final long LIMIT = ChannelLayout.offset("limit");
  private static final long BYTE_LIMIT = ChannelLayout.offset("byteLimit");
  private static final long NO_PRODUCER = ChannelLayout.offset("noProducer");
  private static final long NO_CONSUMER = ChannelLayout.offset("noConsumer");
  private static final long PUTS = ChannelLayout.offset("puts");
  private static final long GETS = ChannelLayout.offset("gets");
  private static final long PUT_BYTES = ChannelLayout.offset("putBytes");
  private static final long GOT_BYTES = ChannelLayout.offset("gotBytes");
  private static final long SEGMENTS = ChannelLayout.offset("segments");
  private static final long MOST_MESSAGES = (1L << 28) - 2;

  private final Block block;
  private final MemorySegment memory;
  private final SharedArena arena;
  private final MemorySegment blocks;
  private final FutexLock putLock;
  private final FutexLock getLock;
  private final Spin putSpin = new Spin();
  private final Spin getSpin = new Spin();
  private final long limit;
  private final long byteLimit;

  // Each look at the other side's position takes the cache line from its processor. What was seen
  // last is older than the truth: there is at least as much room, or as many messages. It is used
  // only if nobody else has put, or got, since; the counts that tell never come round.

  // Guarded by putLock.
  private long seenHead;
  private long knownPuts = -1;

  // Guarded by getLock.
  private long seenTail;
  private long knownGets = -1;

  /// Whether the last get of this object left a message; a hint.
  private boolean hasMore;

  /// A new channel.
  ///
  /// @param limit of messages in it, 0 for none
  /// @param byteLimit of bytes in it, 0 for none; an empty one takes a larger message
  public static Channel create(SharedArena arena, long limit, long byteLimit) {
    Block block = arena.allocate(BlockKind.CHANNEL, ChannelLayout.LAYOUT.byteSize());
    MemorySegment memory = block.memory();
    memory.set(JAVA_LONG, LIMIT, limit);
    memory.set(JAVA_LONG, BYTE_LIMIT, byteLimit);
    arena.lockedRun(
        () -> memory.set(JAVA_LONG, SEGMENTS, arena.give(BlockKind.RING, FIRST_RING, false)));
    return new Channel(arena, block);
  }

  /// A channel that there is.
  public Channel(SharedArena arena, Block block) {
    this.arena = arena;
    this.block = block;
    this.memory = block.memory();
    this.blocks = arena.blocks();
    this.putLock = new FutexLock(memory, ChannelLayout.offset("putLock"), arena.processes());
    this.getLock = new FutexLock(memory, ChannelLayout.offset("getLock"), arena.processes());
    this.limit = memory.get(JAVA_LONG, LIMIT);
    this.byteLimit = memory.get(JAVA_LONG, BYTE_LIMIT);
  }

  /// Its block, by which others attach to it.
  public Block block() {
    return block;
  }

  /// How many messages it may have; 0 for no limit.
  public long limit() {
    return limit;
  }

  /// How many messages are in it.
  public long size() {
    // The head first: the tail that is read after it is never behind it.
    long head = head();
    return ChannelLayout.between(head, tail());
  }

  /// True if nobody is left who could put.
  public boolean hasNoProducer() {
    return (int) INT.getVolatile(memory, NO_PRODUCER) == 1;
  }

  /// True if nobody is left who could get.
  public boolean hasNoConsumer() {
    return (int) INT.getVolatile(memory, NO_CONSUMER) == 1;
  }

  /// Puts a message; blocks while there is no room.
  ///
  /// @return false if there was no room up to the deadline, or nobody is left who could get
  /// @throws ArenaFullException if the shared memory is used up; nothing was put
  public boolean put(Message message, Deadline deadline, Lookout lookout)
      throws InterruptedException {
    boolean large = message.length() > MOST_INLINE || !message.held().isEmpty();
    long envelope = large ? Envelope.make(arena, message) : 0;
    boolean done = false;
    try {
      done = place(new Put(message, envelope), deadline, lookout);
      return done;
    } finally {
      if (!done && envelope != 0) {
        Envelope.discard(arena, envelope);
      }
      Reference.reachabilityFence(block);
    }
  }

  /// A message that is being put.
  ///
  /// @param envelope that it is in; 0 for none
  private record Put(Message message, long envelope) {
    long inline() {
      return envelope == 0 ? message.length() : Long.BYTES;
    }

    /// Bytes of its record.
    long record() {
      return (HEAD_OF_RECORD + inline() + 7) & ~7L;
    }
  }

  private boolean place(Put put, Deadline deadline, Lookout lookout) throws InterruptedException {
    boolean appended = false;
    while (!appended) {
      if (hasNoConsumer()) {
        return false;
      }
      if (putLock.acquire(deadline) == FutexLock.Acquired.NOT) {
        return false;
      }
      long head;
      try {
        KillPoint.at("channel.put.locked");
        head = recentHead();
        if (!hasRoom(head, put)) {
          head = head();
          seenHead = head;
        }
        if (hasRoom(head, put)) {
          append(head, put);
          appended = true;
          continue;
        }
      } finally {
        putLock.release();
      }
      KillPoint.at("channel.put.waiting");
      if (deadline.isOver()) {
        return false;
      }
      sleep(PUT_WAITING, HEAD, head, putSpin, deadline, lookout);
    }
    KillPoint.at("channel.put.released");
    wake(GET_WAITING, TAIL, 1);
    return true;
  }

  private long recentHead() {
    long puts = memory.get(JAVA_LONG, PUTS);
    if (puts != knownPuts) {
      seenHead = head();
    }
    memory.set(JAVA_LONG, PUTS, puts + 1);
    knownPuts = puts + 1;
    return seenHead;
  }

  private boolean hasRoom(long head, Put put) {
    long tail = tail();
    long messages = ChannelLayout.between(head, tail);
    return messages < (limit == 0 ? MOST_MESSAGES : limit)
        && (byteLimit == 0 || messages == 0 || pending(head, tail, put) <= byteLimit);
  }

  private long pending(long head, long tail, Put put) {
    return bytes(PUT_BYTES, tail) - bytes(GOT_BYTES, head) + put.message().length();
  }

  /// Bytes of the ring of `tail` that nothing is in.
  private static long free(long head, long tail, long capacity) {
    // One who hasn't come to this ring begins at its beginning.
    long begin =
        ChannelLayout.segment(head) == ChannelLayout.segment(tail) ? ChannelLayout.at(head) : 0;
    return capacity - ChannelLayout.units(begin, ChannelLayout.at(tail)) * 8;
  }

  private void append(long head, Put put) {
    long tail = tail();
    int segment = ChannelLayout.segment(tail);
    long at = ChannelLayout.at(tail);
    long ring = segmentBlock(segment);
    long capacity = arena.block().size(ring);
    long place = (at * 8) & (capacity - 1);
    long padding = place + put.record() > capacity ? capacity - place : 0;
    boolean oversized = capacity > 16 * FIRST_RING && size() == 0;
    long needed = padding + put.record();
    if (needed > free(head, tail, capacity)) {
      // From now on this is what was seen last: a position that is left behind for ever would look
      // like room again when places come round.
      seenHead = head();
    }
    if (oversized || needed > free(seenHead, tail, capacity)) {
      grow(tail, capacity, put);
      return;
    }
    if (padding > 0) {
      record(ring, place, padding - HEAD_OF_RECORD, PADDING);
      place = 0;
    }
    write(ring, place, put);
    long units = (padding + put.record()) / 8;
    long next = ChannelLayout.position(ChannelLayout.count(tail) + 1, segment, at + units);
    if (put.envelope() == 0) {
      commitPut(tail, next, put);
    } else {
      arena.lockedRun(() -> {
        Envelope.address(blocks, put.envelope(), block.block(), ChannelLayout.count(tail));
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
    long larger = size() == 0 ? FIRST_RING : Math.min(2 * capacity, LAST_RING);
    arena.lockedRun(() -> {
      if (segment == ChannelLayout.segment(head())) {
        throw new ArenaFullException(larger, arena.usedLocked(), blocks.byteSize());
      }
      long ring = arena.give(BlockKind.RING, larger, false);
      KillPoint.at("channel.put.grown");
      memory.set(JAVA_LONG, SEGMENTS + 16L * sealed + 8, ChannelLayout.at(tail));
      memory.set(JAVA_LONG, SEGMENTS + 16L * segment, ring);
      write(ring, 0, put);
      if (put.envelope() != 0) {
        Envelope.address(blocks, put.envelope(), block.block(), ChannelLayout.count(tail));
      }
      long next = ChannelLayout.position(ChannelLayout.count(tail) + 1, segment, put.record() / 8);
      commitPut(tail, next, put);
      if (put.envelope() != 0) {
        arena.releaseLocked(put.envelope());
      }
    });
  }

  private void write(long ring, long place, Put put) {
    long at = ring + BlockHeader.SIZE + place + HEAD_OF_RECORD;
    if (put.envelope() == 0) {
      record(ring, place, put.inline(), INLINE);
      put.message().writeTo(blocks, at);
    } else {
      record(ring, place, put.inline(), IN_ENVELOPE);
      blocks.set(JAVA_LONG, at, put.envelope());
    }
    KillPoint.at("channel.put.copied");
  }

  private void record(long ring, long place, long length, int kind) {
    blocks.set(JAVA_LONG, ring + BlockHeader.SIZE + place, ((long) kind << 32) | length);
  }

  private void commitPut(long tail, long next, Put put) {
    long sum = bytes(PUT_BYTES, tail) + put.message().length();
    LONG.setOpaque(memory, PUT_BYTES + 8 * (ChannelLayout.count(next) & 1), sum);
    // Volatile: pairs with the loads of `tail` in take() and sleep(); the message, and the table of
    // segments, happen before it, and it comes before our load of `getWaiting`.
    LONG.setVolatile(memory, TAIL, next);
    KillPoint.at("channel.put.committed");
  }

  /// Takes the first message; blocks while there is none.
  ///
  /// @return null if there was none up to the deadline, or nobody is left who could put one
  public @Nullable Incoming take(Deadline deadline, Lookout lookout) throws InterruptedException {
    return take(deadline, lookout, () -> {});
  }

  /// The same; runs `taking` before the commit, again if the process is killed between.
  public @Nullable Incoming take(Deadline deadline, Lookout lookout, Runnable taking)
      throws InterruptedException {
    try {
      while (true) {
        long tail = hasMore ? 0 : tail();
        if (!hasMore && ChannelLayout.between(head(), tail) == 0) {
          // Asked before the tail is looked at again: what was put by the last producer is seen.
          boolean last = hasNoProducer();
          if (tail() == tail && (last || deadline.isOver())) {
            return null;
          }
          sleep(GET_WAITING, TAIL, tail, getSpin, deadline, lookout);
          continue;
        }
        if (getLock.acquire(deadline) == FutexLock.Acquired.NOT) {
          return null;
        }
        Incoming taken;
        try {
          KillPoint.at("channel.get.locked");
          taken = takeLocked(taking);
        } finally {
          getLock.release();
        }
        if (taken != null) {
          KillPoint.at("channel.get.released");
          wake(PUT_WAITING, HEAD, byteLimit == 0 ? 1 : Integer.MAX_VALUE);
          return taken;
        }
      }
    } finally {
      Reference.reachabilityFence(block);
    }
  }

  /// Waits until there is a message, or nobody is left who could put one.
  ///
  /// @return false if neither was so up to the deadline
  public boolean awaitMessage(Deadline deadline, Lookout lookout) throws InterruptedException {
    try {
      while (!isReady(lookout)) {
        if (deadline.isOver()) {
          return false;
        }
        long tail = tail();
        if (ChannelLayout.between(head(), tail) == 0) {
          sleep(GET_WAITING, TAIL, tail, getSpin, deadline, Lookout.NONE);
        }
      }
      return true;
    } finally {
      Reference.reachabilityFence(block);
    }
  }

  /// True if there is a message, or nobody is left who could put one.
  public boolean isReady(Lookout lookout) {
    return size() > 0 || hasNoProducer() || lookout.verdict() != null;
  }

  /// Completes when there is a message, or nobody is left who could put one; to cancel it is to
  /// give up.
  public CompletableFuture<Void> whenMessage(Lookout lookout) {
    CompletableFuture<Void> result = new CompletableFuture<>();
    watch(result, lookout);
    return result;
  }

  private void watch(CompletableFuture<Void> result, Lookout lookout) {
    long tail = tail();
    INT.setVolatile(memory, GET_WAITING, 1);
    // Pairs with the commit of a put, which comes before its load of the flag.
    if (isReady(lookout)) {
      boolean _ = result.complete(null);
      return;
    }
    CompletableFuture<Void> changed = Waits.changed(memory, TAIL, (int) tail);
    var _ =
        changed.thenRun(() -> {
          if (!result.isDone()) {
            watch(result, lookout);
          }
        });
    var _ = result.whenComplete((_, _) -> changed.cancel(false));
  }

  /// How many messages have been put since the beginning, modulo 2^28.
  public int putCount() {
    return (int) ChannelLayout.count(tail());
  }

  private @Nullable Incoming takeLocked(Runnable taking) {
    long head = head();
    long tail = recentTail(head);
    hasMore = ChannelLayout.between(head, tail) > 1;
    if (ChannelLayout.between(head, tail) == 0) {
      return null;
    }
    taking.run();
    int segment = ChannelLayout.segment(head);
    long at = ChannelLayout.at(head);
    long emptied = 0;
    if (segment != ChannelLayout.segment(tail)
        && at == memory.get(JAVA_LONG, SEGMENTS + 16L * segment + 8)) {
      emptied = segmentBlock(segment);
      segment = (segment + 1) & (ChannelLayout.SEGMENTS - 1);
      at = 0;
    }
    long ring = segmentBlock(segment);
    long capacity = arena.block().size(ring);
    long record = blocks.get(JAVA_LONG, ring + BlockHeader.SIZE + ((at * 8) & (capacity - 1)));
    if ((int) (record >>> 32) == PADDING) {
      at += (HEAD_OF_RECORD + (int) record) / 8;
      record = blocks.get(JAVA_LONG, ring + BlockHeader.SIZE);
    }
    int length = (int) record;
    long content = ring + BlockHeader.SIZE + ((at * 8) & (capacity - 1)) + HEAD_OF_RECORD;
    long end = at + (HEAD_OF_RECORD + length + 7) / 8;
    Got got =
        new Got(head, ChannelLayout.position(ChannelLayout.count(head) + 1, segment, end), emptied);
    if ((int) (record >>> 32) == IN_ENVELOPE) {
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
    long gets = memory.get(JAVA_LONG, GETS);
    if (gets != knownGets || ChannelLayout.between(head, seenTail) == 0) {
      // Pairs with commitPut().
      seenTail = tail();
    }
    memory.set(JAVA_LONG, GETS, gets + 1);
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
    long sum = bytes(GOT_BYTES, got.head()) + length;
    LONG.setOpaque(memory, GOT_BYTES + 8 * (ChannelLayout.count(got.next()) & 1), sum);
    // Volatile: pairs with the loads of `head` by producers; our reads of the message happen before
    // they see its room, and it comes before our load of `putWaiting`.
    LONG.setVolatile(memory, HEAD, got.next());
    KillPoint.at("channel.get.committed");
    if (got.emptied() != 0) {
      arena.takeBack(got.emptied());
    }
  }

  /// Sleeps while a position stays as it was seen.
  private void sleep(long flag, long word, long seen, Spin spin, Deadline deadline, Lookout lookout)
      throws InterruptedException {
    BooleanSupplier changed = () -> (long) LONG.getVolatile(memory, word) != seen;
    if (spin.until(changed)) {
      return;
    }
    INT.setVolatile(memory, flag, 1);
    KillPoint.at("channel.sleeping");
    // Volatile: pairs with the commit on the other side, which comes before its load of the flag.
    if (!changed.getAsBoolean()) {
      Waits.slice(memory, word, (int) seen, deadline);
      RuntimeException verdict = lookout.verdict();
      if (verdict != null && !changed.getAsBoolean()) {
        throw verdict;
      }
    }
  }

  private void wake(long flag, long word, int count) {
    if ((int) INT.getVolatile(memory, flag) == 1 && INT.compareAndSet(memory, flag, 1, 0)) {
      KillPoint.at("channel.waking");
      if (Waits.wake(memory, word, count) > 0) {
        // Others may sleep beside those.
        INT.setVolatile(memory, flag, 1);
      }
    }
  }

  /// Says that nobody is left on one side, and wakes the other.
  static void end(MemorySegment blocks, long channel, String flag, String word) {
    INT.setVolatile(blocks, channel + ChannelLayout.offset(flag), 1);
    var _ = Waits.wake(blocks, channel + ChannelLayout.offset(word), Integer.MAX_VALUE);
  }

  private long segmentBlock(int segment) {
    return memory.get(JAVA_LONG, SEGMENTS + 16L * segment);
  }

  private long bytes(long sums, long position) {
    return (long) LONG.getOpaque(memory, sums + 8 * (ChannelLayout.count(position) & 1));
  }

  private long tail() {
    return (long) LONG.getVolatile(memory, TAIL);
  }

  private long head() {
    return (long) LONG.getVolatile(memory, HEAD);
  }
}
