package dev.braid;

import dev.braid.code.Codec;
import dev.braid.code.NotCopyableException;
import dev.braid.code.NotReadableException;
import dev.braid.memory.Deadline;
import dev.braid.memory.Message;
import dev.braid.net.FrameChannel;
import dev.braid.net.FrameTooLargeException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.channels.AsynchronousCloseException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// An end of a socket, with a peer that may be of another session or on another machine.
final class SocketConnection<T extends @Nullable Object> extends Connection<T> {
  private static final long serialVersionUID = 1L;
  private static final Cleaner CLEANER = Cleaner.create();

  /// No array is longer.
  private static final long LONGEST = Integer.MAX_VALUE - 8;

  // Neither transient nor serializable: whoever tries to copy a connection is told what can't be.
  @SuppressWarnings("serial")
  private final FrameChannel channel;

  private final transient Admission admission;

  SocketConnection(FrameChannel channel, Admission admission) {
    this.channel = channel;
    this.admission = admission;
    // One that is dropped without being closed must not keep the other end waiting for ever.
    Cleaner.Cleanable _ = CLEANER.register(this, channel::close);
  }

  @Override
  public boolean isReadable() {
    return true;
  }

  @Override
  public boolean isWritable() {
    return true;
  }

  @Override
  public boolean isClosed() {
    return channel.isClosed();
  }

  @Override
  public void close() {
    channel.close();
  }

  @Override
  void transmit(String what, @Nullable Object value) {
    byte[] frame = encode(what, value);
    try {
      boolean _ = channel.send(frame, Deadline.NONE);
    } catch (AsynchronousCloseException e) {
      throw closedMeanwhile(e);
    } catch (IOException e) {
      throw new BrokenPipeException(
          "%s can't receive any more: %s".formatted(channel, e.getMessage()));
    } catch (InterruptedException e) {
      throw new InterruptedWaitException("sending to " + this, e);
    } finally {
      // Not before the end: a connection that is collected is closed.
      Reference.reachabilityFence(this);
    }
  }

  /// Takes the other end for dead, from now on, when it takes nothing of a message for so long.
  void patience(Duration silence) {
    channel.patience(silence);
  }

  static byte[] encode(String what, @Nullable Object value) {
    try {
      Message message = Codec.current().encodeValue(what, value);
      if (message.length() > LONGEST) {
        throw new IllegalArgumentException(
            "%s has %d bytes as a message, and at most %d go through a socket; send it in parts"
                .formatted(what, message.length(), LONGEST));
      }
      byte[] frame = new byte[(int) message.length()];
      message.writeTo(MemorySegment.ofArray(frame), 0);
      return frame;
    } catch (NotCopyableException e) {
      throw new CopyException(e);
    }
  }

  @Override
  @Nullable Object receive() {
    try {
      byte[] frame = channel.receive(Deadline.NONE);
      return frame == null ? null : Codec.current().decode(frame, admission.screen());
    } catch (NotReadableException e) {
      throw new UnreadableException(e);
    } catch (FrameTooLargeException e) {
      throw new MessageTooLargeException(
          e.getMessage() + "; the connection is of no more use; Admission.maxBytes sets the bound",
          e);
    } catch (AsynchronousCloseException e) {
      throw closedMeanwhile(e);
    } catch (IOException e) {
      throw new EndOfFileException(
          "nothing is left to receive from %s: %s".formatted(channel, e.getMessage()));
    } catch (InterruptedException e) {
      throw new InterruptedWaitException("receiving from " + this, e);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private static IllegalStateException closedMeanwhile(AsynchronousCloseException cause) {
    return new IllegalStateException("the connection was closed by another thread", cause);
  }

  @Override
  boolean awaitMessage(Deadline deadline) {
    try {
      return channel.awaitFrame(deadline);
    } catch (InterruptedException e) {
      throw new InterruptedWaitException("polling " + this, e);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public boolean ready() {
    return channel.isReady();
  }

  @Override
  public CompletableFuture<?> whenReady() {
    return channel.whenReady();
  }

  @Override
  public String toString() {
    return "Connection[%s%s]".formatted(channel, isClosed() ? ", closed" : "");
  }
}
