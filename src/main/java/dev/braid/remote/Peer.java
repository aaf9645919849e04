package dev.braid.remote;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A server as its clients in this process see it. Every thread has a line of its own, which it
/// opens when it needs one, and anew after a loss; it ends with the thread, or by [#close].
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

  @SuppressWarnings("ThreadLocalUsage") // of each thread and server
  private final ThreadLocal<@Nullable Conversation> own = new ThreadLocal<>();

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
    Conversation conversation = own.get();
    if (conversation == null) {
      if (closed) {
        throw new LineLostException("this client is closed", null);
      }
      conversation = Conversation.begin(dialer.dial(), patience, client);
      own.set(conversation);
    }
    return conversation;
  }

  private void dropIfOver(Conversation conversation) {
    if (conversation.isOver()) {
      own.remove();
    }
  }

  /// Ends this thread's line; if it calls again, it opens another one.
  public void leave() {
    Conversation conversation = own.get();
    if (conversation != null) {
      conversation.close();
      own.remove();
    }
  }

  /// Ends this thread's line and lets go of all objects; other threads' lines end when they find
  /// out.
  @Override
  public synchronized void close() {
    closed = true;
    leave();
    if (keeper != null) {
      keeper.close();
      keeper = null;
    }
  }
}
