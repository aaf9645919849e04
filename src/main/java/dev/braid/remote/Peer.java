package dev.braid.remote;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A server as its clients in this process see it. Every thread has a line of its own, which it
/// opens when it needs one, and anew after a loss. It ends by [#close], or after its thread, when
/// the next line is opened.
///
/// Safe for use by many threads.
public final class Peer implements AutoCloseable {
  /// How to reach the server.
  public interface Dialer {
    /// Opens a line.
    ///
    /// @throws LineLostException if the server is gone
    Line dial() throws LineLostException, InterruptedException;
  }

  private final UUID client = UUID.randomUUID();
  private final Dialer dialer;
  private final Duration patience;

  private final Map<Thread, Conversation> conversations = new ConcurrentHashMap<>();

  /// By which objects are let go, from any thread; and which says that this client still lives
  /// while no thread calls.
  @GuardedBy("this")
  private @Nullable Conversation keeper;

  /// Who has it may ask by the keeper; taken before this peer's own, never after.
  private final ReentrantLock asking = new ReentrantLock();

  private final AtomicLong lastHold = new AtomicLong();

  private volatile boolean closed;

  /// @param patience how long a far server may be silent
  public Peer(Dialer dialer, Duration patience) {
    this.dialer = dialer;
    this.patience = patience;
  }

  /// Calls a method of an object, and waits for its end.
  ///
  /// @param life of the server that has the object
  /// @throws LineLostException if the server is gone; whether the method has run isn't known
  /// @throws OtherServerException if another one is in its place
  /// @throws InterruptedException if this thread was interrupted, and the method with it
  /// @throws RemoteFailure if the method threw
  /// @throws UnsentException if an argument can't be copied
  /// @throws RuntimeException if the result can't be rebuilt here
  public @Nullable Object call(
      long life, long object, String signature, @Nullable Object... arguments) throws Throwable {
    Conversation conversation = conversation(life);
    try {
      return conversation.call(object, signature, arguments);
    } finally {
      dropIfOver(conversation);
    }
  }

  /// Makes the server keep an object for this process.
  ///
  /// @return the number of this hold, for [#release]
  public long hold(long life, long object) throws Throwable {
    long hold = lastHold.incrementAndGet();
    Conversation conversation = conversation(life);
    try {
      // First, so that there is one who can release it, whatever comes.
      synchronized (this) {
        var _ = keeper(life);
      }
      conversation.hold(hold, object);
      return hold;
    } catch (LineLostException e) {
      // The server may have heard it.
      var _ = Thread.ofVirtual().name("braid-manager-release").start(() -> release(life, hold));
      throw e;
    } finally {
      dropIfOver(conversation);
    }
  }

  /// Ends a hold, and waits until the server knows; says it once more when the line is lost.
  public void release(long life, long hold) {
    asking.lock();
    try {
      Conversation known = keeper();
      if (known != null && known.life() == life && !releaseBy(known, hold)) {
        Conversation anew;
        synchronized (this) {
          anew = keeper(life);
        }
        if (anew != null && anew.life() == life) {
          var _ = releaseBy(anew, hold);
        }
      }
    } catch (LineLostException | InterruptedException e) {
      // It is gone; one that comes back drops all in a while.
    } finally {
      asking.unlock();
    }
  }

  /// @return false if nobody knows whether the server has heard it
  private static boolean releaseBy(Conversation keeper, long hold) throws InterruptedException {
    try {
      keeper.release(hold);
      return true;
    } catch (InterruptedException e) {
      throw e;
    } catch (Throwable t) {
      // The line is lost, or is none of a manager.
      keeper.close();
      return false;
    }
  }

  private synchronized @Nullable Conversation keeper() {
    return keeper;
  }

  /// Has a keeper at the server of that life, or at the one that is in its place.
  @GuardedBy("this")
  private @Nullable Conversation keeper(long life) throws LineLostException, InterruptedException {
    Conversation known = keeper;
    if (known != null && (known.isOver() || known.life() != life)) {
      known.close();
      keeper = null;
    }
    if (keeper == null && !closed) {
      keeper = Conversation.begin(dialer.dial(), patience, client);
    }
    return keeper;
  }

  /// The server's; asks it if it isn't known.
  public long life() throws LineLostException, InterruptedException {
    return conversation().life();
  }

  private Conversation conversation(long life)
      throws LineLostException, OtherServerException, InterruptedException {
    Conversation conversation = conversation();
    if (conversation.life() != life) {
      throw new OtherServerException();
    }
    return conversation;
  }

  private Conversation conversation() throws LineLostException, InterruptedException {
    Conversation known = conversations.get(Thread.currentThread());
    if (known != null) {
      return known;
    }
    conversations.forEach((thread, conversation) -> {
      if (!thread.isAlive()) {
        end(thread, conversation);
      }
    });
    requireOpen();
    Conversation begun = Conversation.begin(dialer.dial(), patience, client);
    conversations.put(Thread.currentThread(), begun);
    if (closed) {
      end(Thread.currentThread(), begun);
    }
    requireOpen();
    return begun;
  }

  private void requireOpen() throws LineLostException {
    if (closed) {
      throw new LineLostException("this client is closed", null);
    }
  }

  private void end(Thread thread, Conversation conversation) {
    conversations.remove(thread, conversation);
    conversation.close();
  }

  private void dropIfOver(Conversation conversation) {
    if (conversation.isOver()) {
      conversations.remove(Thread.currentThread(), conversation);
    }
  }

  /// Ends this thread's line; if it calls again, it opens another one.
  public void leave() {
    Conversation conversation = conversations.get(Thread.currentThread());
    if (conversation != null) {
      end(Thread.currentThread(), conversation);
    }
  }

  /// Ends all threads' lines, also under calls, which fail, and lets go of all objects. Twice is
  /// fine.
  @Override
  public synchronized void close() {
    closed = true;
    conversations.forEach(this::end);
    if (keeper != null) {
      keeper.close();
      keeper = null;
    }
  }
}
