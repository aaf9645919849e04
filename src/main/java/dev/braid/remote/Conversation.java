package dev.braid.remote;

import dev.braid.memory.Deadline;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A client's side of a line, for one thread: one call after the other.
///
/// A far server is asked during a long call whether it is still there; one that says nothing for
/// the whole of the client's patience is given up.
final class Conversation implements AutoCloseable {
  private final Line line;
  private final Duration patience;
  private final long life;
  private long number;
  private volatile boolean isOver;

  private Conversation(Line line, Duration patience, long life) {
    this.line = line;
    this.patience = patience;
    this.life = life;
  }

  /// Introduces the client on a new line, which it closes if that fails.
  static Conversation begin(Line line, Duration patience, UUID client)
      throws LineLostException, InterruptedException {
    try {
      line.send(Verb.HELLO.code(), client);
      Deadline deadline = line.isFar() ? Deadline.in(patience) : Deadline.NONE;
      @Nullable Object[] answer = line.receive(deadline);
      if (answer == null || Verb.of(answer) != Verb.WELCOME) {
        throw new LineLostException("it doesn't answer as a manager does", null);
      }
      return new Conversation(line, patience, Verb.argument(answer, 1, Long.class));
    } catch (UnsendableException | IllegalArgumentException e) {
      line.close();
      throw new LineLostException("it doesn't answer as a manager does", e);
    } catch (Throwable t) {
      line.close();
      throw t;
    }
  }

  /// The server's.
  long life() {
    return life;
  }

  /// True if nobody can ask any more.
  boolean isOver() {
    return isOver;
  }

  /// Calls a method, and waits for its end.
  ///
  /// @throws LineLostException if the server is gone; nobody knows whether the method has run
  /// @throws InterruptedException if this thread was interrupted, and the method with it
  /// @throws UnsentException if an argument can't be copied
  /// @throws Throwable what the method threw
  @Nullable Object call(long object, String signature, @Nullable Object[] arguments)
      throws Throwable {
    @Nullable Object[] message = new @Nullable Object[4 + arguments.length];
    message[0] = Verb.CALL.code();
    message[1] = ++number;
    message[2] = object;
    message[3] = signature;
    System.arraycopy(arguments, 0, message, 4, arguments.length);
    return ask(message);
  }

  /// Makes the server keep an object for this client.
  ///
  /// @param hold by which it is released; each is of one object
  /// @throws GoneObjectException if it isn't there any more
  void hold(long hold, long object) throws Throwable {
    var _ = ask(Verb.HOLD.code(), hold, object);
  }

  /// Ends a hold, if the server knows it.
  void release(long hold) throws Throwable {
    var _ = ask(Verb.RELEASE.code(), hold);
  }

  private @Nullable Object ask(@Nullable Object... message) throws Throwable {
    try {
      line.send(message);
    } catch (UnsendableException e) {
      throw new UnsentException(e);
    } catch (LineLostException | InterruptedException e) {
      // Nobody knows what was sent.
      close();
      throw e;
    }
    try {
      return answer();
    } catch (UnsendableException e) {
      throw e.reason();
    } catch (LineLostException e) {
      close();
      throw e;
    }
  }

  private @Nullable Object answer() throws Throwable {
    boolean cancelled = false;
    @Nullable Object @Nullable [] answer = null;
    while (answer == null) {
      try {
        answer = receive();
      } catch (InterruptedException e) {
        if (cancelled) {
          // The server hasn't ended it, and the user doesn't want to wait: the answer is lost.
          close();
          throw e;
        }
        cancelled = true;
        cancel();
      }
    }
    return switch (verb(answer)) {
      case RETURNED -> {
        if (cancelled) {
          // It was too late; whoever asks is told later.
          Thread.currentThread().interrupt();
        }
        yield answer.length > 2 ? answer[2] : null;
      }
      case THREW -> throw thrown(answer);
      case CANCELLED -> throw new InterruptedException("the call was cancelled");
      default -> throw new LineLostException("a manager that says " + verb(answer), null);
    };
  }

  private void cancel() throws LineLostException, UnsendableException, InterruptedException {
    try {
      line.send(Verb.CANCEL.code(), number);
    } catch (InterruptedException e) {
      // Nobody knows what was sent, and which answer comes next.
      close();
      throw e;
    }
  }

  private static Verb verb(@Nullable Object[] answer) throws LineLostException {
    try {
      return Verb.of(answer);
    } catch (IllegalArgumentException e) {
      throw new LineLostException("it doesn't answer as a manager does", e);
    }
  }

  /// The next answer.
  private @Nullable Object[] receive()
      throws LineLostException, UnsendableException, InterruptedException {
    if (!line.isFar()) {
      while (true) {
        @Nullable Object[] answer = line.receive(Deadline.NONE);
        if (answer != null) {
          return answer;
        }
      }
    }
    Deadline silence = Deadline.in(patience);
    while (true) {
      @Nullable Object[] answer = line.receive(Deadline.in(patience.dividedBy(4)));
      if (answer == null && silence.isOver()) {
        throw new LineLostException("it has said nothing for %s".formatted(patience), null);
      } else if (answer == null) {
        line.send(Verb.PING.code());
      } else if (verb(answer) == Verb.PONG) {
        silence = Deadline.in(patience);
      } else {
        return answer;
      }
    }
  }

  private Throwable thrown(@Nullable Object[] answer) {
    String text = answer.length > 2 ? String.valueOf(answer[2]) : "it doesn't say what";
    if (answer.length > 3 && answer[3] != null) {
      try {
        Object unpacked = line.unpack(answer[3]);
        if (unpacked instanceof GoneObjectException gone) {
          return gone; // said by the server itself
        }
        if (unpacked instanceof Throwable thrown) {
          return new RemoteFailure(thrown, text);
        }
      } catch (UnsendableException e) {
        return new RemoteFailure(null, text);
      }
    }
    return new RemoteFailure(null, text);
  }

  @Override
  public void close() {
    isOver = true;
    line.close();
  }
}
