package dev.braid.remote;

import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A server as its clients in this process see it. Every thread has a line of its own, which it
/// opens when it needs one, and anew after a loss; it ends some time after the thread, or by
/// [#close].
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

  private static final Cleaner CLEANER = Cleaner.create();

  private final UUID client = UUID.randomUUID();
  private final Dialer dialer;
  private final Duration patience;

  @SuppressWarnings("ThreadLocalUsage") // of each thread and server
  private final ThreadLocal<@Nullable Mine> own = new ThreadLocal<>();

  /// Those of all threads.
  private final Set<Conversation> conversations = ConcurrentHashMap.newKeySet();

  /// What a thread alone has: when it is gone, so is the thread, and its conversation is ended.
  private record Mine(Conversation conversation) {}

  /// By which objects are let go, from any thread; and which says that this client still lives
  /// while no thread calls.
  private @Nullable Conversation keeper;

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
  /// @throws RuntimeException if an argument or the result can't be copied
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
  public void hold(long life, long object) throws Throwable {
    Conversation conversation = conversation(life);
    try {
      conversation.hold(object);
      keep();
    } finally {
      dropIfOver(conversation);
    }
  }

  /// Lets the server drop an object that was held; never waits for an answer.
  public synchronized void release(long life, long object) {
    if (keeper != null && keeper.life() == life) {
      try {
        keeper.release(object);
      } catch (LineLostException | InterruptedException e) {
        // Then the server drops it in a while.
        keeper.close();
        keeper = null;
      }
    }
  }

  private synchronized void keep() throws LineLostException, InterruptedException {
    if (keeper == null && !closed) {
      keeper = Conversation.begin(dialer.dial(), patience, client);
    }
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
    if (closed) {
      throw new LineLostException("this client is closed", null);
    }
    Mine mine = own.get();
    return mine == null || mine.conversation().isOver() ? begin() : mine.conversation();
  }

  private Conversation begin() throws LineLostException, InterruptedException {
    Conversation conversation = Conversation.begin(dialer.dial(), patience, client);
    Mine mine = new Mine(conversation);
    Set<Conversation> all = conversations;
    all.add(conversation);
    var _ = CLEANER.register(mine, () -> end(conversation, all));
    own.set(mine);
    if (closed) {
      leave();
    }
    return conversation;
  }

  private static void end(Conversation conversation, Set<Conversation> all) {
    conversation.close();
    all.remove(conversation);
  }

  private void dropIfOver(Conversation conversation) {
    if (conversation.isOver()) {
      leave();
    }
  }

  /// Ends this thread's line; if it calls again, it opens another one.
  public void leave() {
    Mine mine = own.get();
    if (mine != null) {
      end(mine.conversation(), conversations);
      own.remove();
    }
  }

  /// Ends the lines of all threads, with the calls that are under way, and lets go of all objects.
  @Override
  public synchronized void close() {
    closed = true;
    leave();
    conversations.forEach(conversation -> end(conversation, conversations));
    if (keeper != null) {
      keeper.close();
      keeper = null;
    }
  }
}
