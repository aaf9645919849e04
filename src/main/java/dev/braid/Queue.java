package dev.braid;

import dev.braid.memory.Block;
import dev.braid.memory.Channel;
import dev.braid.memory.Deadline;
import dev.braid.memory.Held;
import dev.braid.memory.Incoming;
import dev.braid.memory.Lookout;
import dev.braid.memory.Message;
import dev.braid.memory.SharedArena;
import java.io.Serializable;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A queue that any number of processes put to and get from; Python's `multiprocessing.Queue`.
///
/// Items are copied: [#put] takes its copy before it returns, what can't be copied fails there, and
/// an item of any size up to what the shared memory has room for goes through. Items come in the
/// order of the puts, each once. A process that is killed in the middle of a put has put nothing;
/// one that is killed in the middle of a get has got nothing, and the item goes to another one.
/// Nobody else is held up.
///
/// The queue can be sent to other processes in any way. It lasts as long as a process has it;
/// nobody needs to close it. There is no feeder thread as in Python: what was put is there. Safe
/// for use by many threads.
///
/// Whoever waits alone, because the last other process that had the queue was killed or failed,
/// gets a [PartnerDiedException], unless this process has used the other side of the queue itself:
/// then another of its threads may again. Nobody is told as long as a living process has the queue
/// besides, even if that only waits, too: a thread of it might put, or get, one day. So two
/// consumers whose only producer was killed wait on. Give such waits a limit, or wait for the
/// producer's [Process#sentinel], too, by [Multiprocessing#waitAny].
///
/// @param <T> of the items; null is one, too
@SuppressWarnings("AvoidCommonTypeNames") // Python's word for it, which hides java.util.Queue
public non-sealed class Queue<T extends @Nullable Object>
    implements Waitable, AutoCloseable, Serializable {
  private static final long serialVersionUID = 1L;

  /// There was nothing to get.
  public static final class Empty extends BraidException {
    private static final long serialVersionUID = 1L;

    Empty(String message) {
      super(message);
    }
  }

  /// There was no room to put.
  public static final class Full extends BraidException {
    private static final long serialVersionUID = 1L;

    Full(String message) {
      super(message);
    }
  }

  // A queue travels as a handle; these stay here.
  private final transient Channel channel;
  private transient volatile boolean closed;
  private transient volatile boolean puts;
  private transient volatile boolean gets;

  /// A queue without a bound.
  ///
  /// @throws SharedMemoryFullException if the shared memory is used up
  public Queue() {
    this(0);
  }

  /// A queue of at most so many items; without a bound if it is zero or less, as in Python.
  public Queue(int maxSize) {
    this(Messages.channel(Math.max(0, maxSize), 0));
  }

  Queue(Channel channel) {
    this.channel = channel;
  }

  Channel channel() {
    return channel;
  }

  /// The block that stands for it.
  Block block() {
    return channel.block();
  }

  /// Puts a copy of `item`; waits for room.
  ///
  /// @throws CopyException if it can't be copied, with the path to what can't
  /// @throws SharedMemoryFullException if the shared memory is used up
  /// @throws InterruptedWaitException if the thread is interrupted while it waits
  public void put(T item) {
    put(item, Deadline.NONE);
  }

  /// Puts a copy of `item`; waits for room, but no longer than `limit`.
  ///
  /// @throws Full if there is none
  public void put(T item, Duration limit) {
    put(item, Deadline.in(limit));
  }

  /// Puts a copy of `item` if there is room now.
  ///
  /// @throws Full if there is none
  public void putNowait(T item) {
    put(item, Deadline.in(Duration.ZERO));
  }

  private void put(T item, Deadline deadline) {
    requireOpen();
    if (!puts) { // a volatile store costs more than the rest of a put
      puts = true;
    }
    Message message = Messages.encode("item", item);
    boolean put;
    try {
      put = Messages.put(channel, message, deadline, this::lookForGets);
    } catch (InterruptedException e) {
      throw new InterruptedWaitException("putting into " + this, e);
    } finally {
      // The shared objects in it stay at least until the message keeps them.
      Reference.reachabilityFence(item);
    }
    if (!put) {
      throw new Full(
          "the queue is full: it has %d of %d items".formatted(qsize(), channel.limit()));
    }
  }

  /// Takes the first item; waits for one.
  ///
  /// @throws UnreadableException if it can't be rebuilt in this process; it is gone
  /// @throws PartnerDiedException if nobody is left who could put; the class tells when that is
  ///   known
  /// @throws InterruptedWaitException if the thread is interrupted while it waits
  public T get() {
    return get(Deadline.NONE);
  }

  /// Takes the first item; waits for one, but no longer than `limit`.
  ///
  /// @throws Empty if there is none
  public T get(Duration limit) {
    return get(Deadline.in(limit));
  }

  /// Takes the first item if there is one now.
  ///
  /// @throws Empty if there is none
  public T getNowait() {
    return get(Deadline.in(Duration.ZERO));
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // what was put was a T, which null may be
  private T get(Deadline deadline) {
    requireOpen();
    if (!gets) {
      gets = true;
    }
    Incoming message = take(deadline, this::lookForPuts);
    if (message == null) {
      throw new Empty("the queue is empty");
    }
    return (T) Messages.decode(message);
  }

  @Nullable Incoming take(Deadline deadline, Lookout lookout) {
    try {
      return channel.take(deadline, lookout);
    } catch (InterruptedException e) {
      throw new InterruptedWaitException("getting from " + this, e);
    }
  }

  private @Nullable RuntimeException lookForPuts() {
    return puts ? null : abandoned("put");
  }

  @Nullable RuntimeException lookForGets() {
    return gets ? null : abandoned("get");
  }

  private @Nullable RuntimeException abandoned(String verb) {
    return Messages.victim(channel)
        .map(victim ->
            new PartnerDiedException(
                "nobody is left who could %s: the last other process with the queue was %s; start another one"
                    .formatted(verb, victim)))
        .orElse(null);
  }

  /// How many items are in it; exact at some moment of the call.
  public int qsize() {
    return (int) channel.size();
  }

  /// True if no item is in it.
  public boolean empty() {
    requireOpen();
    return qsize() == 0;
  }

  /// True if it has a bound and no room.
  public boolean full() {
    return channel.limit() > 0 && qsize() >= channel.limit();
  }

  /// Says that this process will use this object no more; others go on. What was put stays. Twice
  /// is fine.
  @Override
  public void close() {
    closed = true;
  }

  /// Does nothing but check that the queue is closed here: there is no thread to wait for.
  ///
  /// @throws IllegalStateException before [#close]
  public void joinThread() {
    if (!closed) {
      throw new IllegalStateException("the queue is still open here; call close() first");
    }
  }

  /// Does nothing: there is no thread whose work could be lost.
  public void cancelJoinThread() {}

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException(
          "the queue is closed in this process; use another object of it, or make a new one");
    }
  }

  /// True if there is an item to get, or none will come because who could put has died.
  @Override
  public boolean ready() {
    return channel.isReady(this::lookForPuts);
  }

  @Override
  public CompletableFuture<?> whenReady() {
    return channel.whenMessage(this::lookForPuts);
  }

  @Override
  public String toString() {
    return channel.limit() == 0
        ? "Queue[%d items]".formatted(qsize())
        : "Queue[%d of %d items]".formatted(qsize(), channel.limit());
  }

  /// The queue on its way to another process.
  ///
  /// @return what is written in its place
  Object writeReplace() {
    return new Handle(block().block(), block().life());
  }

  private record Handle(long block, long life) implements Held, Serializable {
    Object readResolve() {
      SharedArena arena = SharedArena.current();
      return new Queue<>(new Channel(arena, arena.attach(this)));
    }
  }
}
