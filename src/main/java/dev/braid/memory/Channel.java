package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
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

  static final long NO_PRODUCER = ChannelLayout.offset("noProducer");
  static final long NO_CONSUMER = ChannelLayout.offset("noConsumer");

  private static final VarHandle INT = JAVA_INT.varHandle();

  private final SharedArena arena;
  private final Block block;
  private final ChannelMemory memory;
  private final PutSide puts;
  private final GetSide gets;

  /// A new channel.
  ///
  /// @param limit of messages in it, 0 for none
  /// @param byteLimit of bytes in it, 0 for none; an empty one takes a larger message
  public static Channel create(SharedArena arena, long limit, long byteLimit) {
    Block block = arena.allocate(BlockKind.CHANNEL, ChannelLayout.LAYOUT.byteSize());
    block.memory().set(JAVA_LONG, ChannelLayout.offset("limit"), limit);
    block.memory().set(JAVA_LONG, ChannelLayout.offset("byteLimit"), byteLimit);
    ChannelMemory memory = new ChannelMemory(arena, block);
    long _ = Garbage.making(arena, () -> arena.locked(() -> giveRing(arena, memory)));
    return new Channel(arena, block);
  }

  private static long giveRing(SharedArena arena, ChannelMemory memory) {
    long ring = arena.give(BlockKind.RING, ChannelMemory.FIRST_RING, false);
    memory.ring(0, ring);
    return ring;
  }

  /// A channel that there is.
  public Channel(SharedArena arena, Block block) {
    this.arena = arena;
    this.block = block;
    this.memory = new ChannelMemory(arena, block);
    this.puts = new PutSide(memory);
    this.gets = new GetSide(memory);
  }

  /// Its block, by which others attach to it.
  public Block block() {
    return block;
  }

  /// How many messages it may have; 0 for no limit.
  public long limit() {
    return puts.limit();
  }

  /// How many messages are in it.
  public long size() {
    return memory.size();
  }

  /// True if nobody is left who could put.
  public boolean hasNoProducer() {
    return memory.isSet(NO_PRODUCER);
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
      done = place(new PutSide.Put(message, envelope), deadline, lookout);
      return done;
    } finally {
      if (!done && envelope != 0) {
        Envelope.discard(arena, envelope);
      }
      Reference.reachabilityFence(block);
    }
  }

  private boolean place(PutSide.Put put, Deadline deadline, Lookout lookout)
      throws InterruptedException {
    try {
      return puts.place(put, deadline, lookout);
    } catch (ArenaFullException e) {
      return Garbage.making(arena, () -> puts.place(put, deadline, lookout));
    }
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
      // One message makes room for one, but some bytes may make room for many.
      return gets.take(deadline, lookout, taking, puts.byteLimit() == 0 ? 1 : Integer.MAX_VALUE);
    } finally {
      Reference.reachabilityFence(block);
    }
  }

  /// Waits until there is a message, or nobody is left who could put one, or there is another
  /// reason to wait no more; that is asked for after each slice.
  ///
  /// @return false if nothing was so up to the deadline
  public boolean awaitMessage(Deadline deadline, BooleanSupplier otherReason)
      throws InterruptedException {
    try {
      while (size() == 0 && !hasNoProducer() && !otherReason.getAsBoolean()) {
        if (deadline.isOver()) {
          return false;
        }
        long tail = memory.tail();
        if (ChannelLayout.between(memory.head(), tail) == 0) {
          gets.sleep(tail, deadline, Lookout.NONE);
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
    Watch watch = new Watch(new CompletableFuture<>(), new AtomicReference<>(), lookout);
    var _ = watch.result.whenComplete((_, _) -> watch.giveUp());
    look(watch);
    return watch.result;
  }

  /// Somebody who waits without a thread.
  ///
  /// @param slice that he waits for now
  private record Watch(
      CompletableFuture<Void> result,
      AtomicReference<@Nullable CompletableFuture<Void>> slice,
      Lookout lookout) {
    void giveUp() {
      CompletableFuture<Void> last = slice.getAndSet(null);
      if (last != null) {
        boolean _ = last.cancel(false);
      }
    }
  }

  private void look(Watch watch) {
    int entered = memory.getters.enter();
    KillPoint.at("channel.looking");
    // Pairs with the commit of a put.
    if (isReady(watch.lookout)) {
      boolean _ = watch.result.complete(null);
      return;
    }
    CompletableFuture<Void> slice = memory.getters.asleep(entered);
    watch.slice.set(slice);
    if (watch.result.isDone()) {
      watch.giveUp();
    } else {
      var _ = slice.thenRun(() -> look(watch));
    }
  }

  /// How many messages have been put since the beginning, modulo 2^28.
  public int putCount() {
    return (int) ChannelLayout.count(memory.tail());
  }

  /// How many messages have been taken since the beginning, modulo 2^28.
  int getCount() {
    return (int) ChannelLayout.count(memory.head());
  }

  /// Says that nobody is left on one side, and wakes the other.
  static void end(MemorySegment blocks, long channel, String flag, String sleepers) {
    INT.setVolatile(blocks, channel + ChannelLayout.offset(flag), 1);
    new Sleepers(blocks, channel + ChannelLayout.offset(sleepers)).wakeAll();
  }
}
