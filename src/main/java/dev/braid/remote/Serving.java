package dev.braid.remote;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import dev.braid.memory.Deadline;
import dev.braid.memory.Use;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.ref.Reference;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A server's side of one line: answers what one thread of a client asks, until the line ends.
///
/// Calls that never wait are answered at once. The others run on a thread of their own, so that the
/// end of the client, or its wish to cancel, is seen meanwhile; then they are interrupted.
public final class Serving implements Runnable {
  private static final System.Logger LOG = System.getLogger(Serving.class.getName());
  private static final ThreadLocal<Serving> SENDING = new ThreadLocal<>();
  private static final ScopedValue<UUID> CALLER = ScopedValue.newInstance();

  private final Line line;
  private final Server server;
  private final Runner runner;

  /// Who calls; null until he has said so.
  private @Nullable UUID client;

  /// What keeps the objects in the last answer until the client has said that he holds them.
  private final List<Use> mentioned = new ArrayList<>();

  /// Guarded by what is mentioned: nobody will say any more that he holds it.
  private boolean isOver;

  Serving(Line line, Server server) {
    this.line = line;
    this.server = server;
    this.runner = new Runner(server.referral()::left);
  }

  /// Tells the one who sends an answer on this thread that an object is in it, by its number.
  ///
  /// @throws GoneObjectException if it isn't there any more
  public static void mention(Export export) {
    Serving sending = SENDING.get();
    if (sending != null) {
      synchronized (sending.mentioned) {
        if (!sending.isOver) {
          sending.mentioned.add(export.exports().hold(export.id()));
        }
      }
    }
  }

  /// The client whose call this thread runs; null if it is none's.
  public static @Nullable UUID caller() {
    return CALLER.isBound() ? CALLER.get() : null;
  }

  @Override
  public void run() {
    try {
      while (true) {
        receive();
      }
    } catch (LineLostException | InterruptedException e) {
      LOG.log(DEBUG, "a client is gone", e);
    } catch (IllegalArgumentException e) {
      // Not one of ours; it gets the end, others go on.
      LOG.log(DEBUG, "a client is sent away", e);
    } finally {
      line.close();
      runner.close();
      synchronized (mentioned) {
        isOver = true;
      }
      forgetMentioned();
      if (client != null && server.clients().go(client)) {
        server.exports().sweep();
      }
    }
  }

  private void receive() throws LineLostException, InterruptedException {
    @Nullable Object[] message;
    try {
      message = line.receive(Deadline.NONE);
    } catch (UnsendableException e) {
      threw(0, e.reason());
      return;
    }
    if (message != null) {
      obey(message);
    }
  }

  private void obey(@Nullable Object[] message) throws LineLostException, InterruptedException {
    Verb verb = Verb.of(message);
    if (verb == Verb.HELLO && client == null) {
      client = Verb.argument(message, 1, UUID.class);
      server.clients().come(client);
      tell(Verb.WELCOME.code(), server.exports().life());
      return;
    }
    UUID caller = client;
    if (caller == null) {
      throw new IllegalArgumentException("a client that doesn't say who it is");
    }
    switch (verb) {
      case PING -> tell(Verb.PONG.code());
      case CANCEL -> runner.cancel(Verb.argument(message, 1, Long.class));
      case HOLD ->
          hold(
              caller, Verb.argument(message, 1, Long.class), Verb.argument(message, 2, Long.class));
      case RELEASE -> {
        server.clients().release(caller, Verb.argument(message, 1, Long.class));
        tell(Verb.RETURNED.code(), 0L, null);
      }
      case CALL -> call(message);
      default -> throw new IllegalArgumentException("a client that says " + verb);
    }
  }

  private void hold(UUID caller, long hold, long object)
      throws LineLostException, InterruptedException {
    try {
      server.clients().hold(caller, hold, object);
      tell(Verb.RETURNED.code(), 0L, null);
    } catch (GoneObjectException e) {
      threw(0, e);
    }
  }

  private void call(@Nullable Object[] message) throws LineLostException, InterruptedException {
    long number = Verb.argument(message, 1, Long.class);
    long object = Verb.argument(message, 2, Long.class);
    String signature = Verb.argument(message, 3, String.class);
    @Nullable Object[] arguments = Arrays.copyOfRange(message, 4, message.length);
    forgetMentioned();
    Export export;
    try {
      export = server.exports().find(object);
    } catch (GoneObjectException e) {
      threw(number, e);
      return;
    }
    if (export.isQuick()) {
      run(export, number, signature, arguments, () -> false);
    } else {
      runner.run(
          number,
          cancellation -> {
            try {
              run(export, number, signature, arguments, cancellation);
            } catch (InterruptedException e) {
              // By the thread that receives, which ends.
              LOG.log(DEBUG, "a client is gone before its answer", e);
            } catch (LineLostException e) {
              LOG.log(DEBUG, "a client is gone, or doesn't take its answer", e);
              // The thread that receives may wait for one who says no more.
              line.close();
            } catch (Throwable t) {
              // There is no answer, for which the client would wait.
              LOG.log(WARNING, "an answer can't be given, so its client is sent away", t);
              line.close();
            }
          });
    }
  }

  private void forgetMentioned() {
    synchronized (mentioned) {
      mentioned.forEach(Use::close);
      mentioned.clear();
    }
  }

  private void run(
      Export export,
      long number,
      String signature,
      @Nullable Object[] arguments,
      Runner.Cancellation cancellation)
      throws LineLostException, InterruptedException {
    Method method;
    Object value;
    try {
      Export.Bound bound = export.bind(signature);
      method = bound.method();
      value = ScopedValue.where(CALLER, client).call(() -> bound.invoke(arguments));
    } catch (Throwable t) {
      if (cancellation.isCancelled()) {
        tell(Verb.CANCELLED.code(), number);
      } else {
        threw(number, t);
      }
      return;
    }
    boolean _ = cancellation.isCancelled(); // from here on nobody interrupts
    answer(number, method, value);
  }

  private void answer(long number, Method method, @Nullable Object value)
      throws LineLostException, InterruptedException {
    Object outgoing = value;
    try {
      outgoing = server.referral().outgoing(method, value, line.isFar());
      send(Verb.RETURNED.code(), number, outgoing);
    } catch (UnsendableException e) {
      answerInstead(number, method, value, e);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      threw(number, e);
    } finally {
      // What is in the answer is kept at least until the answer keeps it.
      Reference.reachabilityFence(outgoing);
    }
  }

  private void answerInstead(
      long number, Method method, @Nullable Object value, UnsendableException why)
      throws LineLostException, InterruptedException {
    Object proxy = value == null ? null : server.referral().insteadOf(method, value);
    if (proxy == null) {
      threw(number, why.reason());
      return;
    }
    try {
      send(Verb.RETURNED.code(), number, proxy);
    } catch (UnsendableException e) {
      threw(number, e.reason());
    } finally {
      Reference.reachabilityFence(proxy);
    }
  }

  private void threw(long number, Throwable thrown) throws LineLostException, InterruptedException {
    String text = textOf(thrown);
    SENDING.set(this);
    try {
      line.send(Verb.THREW.code(), number, text, line.pack(thrown));
    } catch (UnsendableException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
      tell(Verb.THREW.code(), number, text, null);
    } finally {
      SENDING.remove();
    }
  }

  /// With the stack trace; an exception's own methods may fail.
  private static String textOf(Throwable thrown) {
    try {
      StringWriter text = new StringWriter();
      thrown.printStackTrace(new PrintWriter(text));
      return text.toString();
    } catch (RuntimeException | StackOverflowError e) {
      return "%s, whose text can't be had: %s".formatted(thrown.getClass().getName(), e);
    }
  }

  private void send(@Nullable Object... message)
      throws LineLostException, UnsendableException, InterruptedException {
    SENDING.set(this);
    try {
      line.send(message);
    } finally {
      SENDING.remove();
    }
  }

  /// Sends what can always be copied.
  private void tell(@Nullable Object... message) throws LineLostException, InterruptedException {
    try {
      line.send(message);
    } catch (UnsendableException e) {
      throw e.reason();
    }
  }
}
