package dev.braid;

import dev.braid.memory.Channel;
import dev.braid.memory.Deadline;
import dev.braid.memory.Endpoint;
import dev.braid.memory.Held;
import dev.braid.memory.Incoming;
import dev.braid.memory.Lookout;
import dev.braid.memory.Message;
import dev.braid.memory.SessionProcess;
import dev.braid.memory.SharedArena;
import dev.braid.memory.Use;
import java.io.Serializable;
import java.lang.ref.Cleaner;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// An end of a pipe within the session.
final class PipeConnection<T extends @Nullable Object> extends Connection<T> {
  private static final long serialVersionUID = 1L;
  private static final Cleaner CLEANER = Cleaner.create();

  private final transient Endpoint end;
  private final transient Use use;
  private transient volatile boolean closed;

  PipeConnection(Endpoint end) {
    this.end = end;
    this.use = end.open();
    // One that is dropped without being closed must not keep the other end waiting for ever.
    Cleaner.Cleanable _ = CLEANER.register(this, use::close);
  }

  @Override
  public boolean isReadable() {
    return end.in().isPresent();
  }

  @Override
  public boolean isWritable() {
    return end.out().isPresent();
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    use.close();
  }

  @Override
  void transmit(String what, @Nullable Object value) {
    Message message = Messages.encode(what, value);
    Channel out = end.out().orElseThrow();
    end.used();
    try {
      if (!Messages.put(out, message, Deadline.NONE, partner(false))) {
        throw new BrokenPipeException(gone("the other end of the pipe is closed"));
      }
    } catch (InterruptedException e) {
      throw new InterruptedWaitException("sending to " + this, e);
    }
  }

  @Override
  @Nullable Object receive() {
    Channel in = end.in().orElseThrow();
    end.used();
    try {
      Incoming message = in.take(Deadline.NONE, partner(true));
      if (message == null) {
        throw new EndOfFileException(
            gone("nothing is left to receive, and the other end of the pipe is closed"));
      }
      return Messages.decode(message);
    } catch (InterruptedException e) {
      throw new InterruptedWaitException("receiving from " + this, e);
    }
  }

  @Override
  boolean awaitMessage(Deadline deadline) {
    try {
      Lookout partner = partner(true);
      return end.in().orElseThrow().awaitMessage(deadline, () -> partner.verdict() != null);
    } catch (InterruptedException e) {
      throw new InterruptedWaitException("polling " + this, e);
    }
  }

  private String gone(String what) {
    return end.partner().map(partner -> what + "; it was last with " + partner).orElse(what);
  }

  private Lookout partner(boolean receiving) {
    return () ->
        closed
            ? new IllegalStateException("the connection was closed by another thread")
            : end.lostPartner().map(partner -> alone(receiving, partner)).orElse(null);
  }

  private static RuntimeException alone(boolean receiving, SessionProcess partner) {
    String message =
        "the other end of the pipe was last with %s; only this process is left with a copy of it, unused"
            .formatted(partner);
    return receiving ? new EndOfFileException(message) : new BrokenPipeException(message);
  }

  @Override
  public boolean ready() {
    return end.in().map(in -> in.isReady(partner(true))).orElse(false);
  }

  @Override
  public CompletableFuture<?> whenReady() {
    return end.in()
        .<CompletableFuture<?>>map(in -> in.whenMessage(partner(true)))
        .orElseThrow(() ->
            new IllegalStateException(
                "this end of a one-way pipe only sends; wait for pipe.first()"));
  }

  @Override
  public String toString() {
    String direction = isReadable() ? isWritable() ? "duplex" : "receiving" : "sending";
    return "Connection[%s%s%s]"
        .formatted(
            direction,
            end.in().map(in -> ", %d to receive".formatted(in.size())).orElse(""),
            closed ? ", closed" : "");
  }

  /// The end on its way to another process.
  private Object writeReplace() {
    return new Handle(end.block().block(), end.block().life());
  }

  private record Handle(long block, long life) implements Held, Serializable {
    Object readResolve() {
      return new PipeConnection<>(Endpoint.attach(SharedArena.current(), this));
    }
  }
}
