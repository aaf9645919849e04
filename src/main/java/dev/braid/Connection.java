package dev.braid;

import dev.braid.memory.Deadline;
import java.io.Serializable;
import java.lang.ref.Reference;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One end of a [Pipe], or of a socket: sends objects to the other end, and receives those that the
/// other end sends; Python's `multiprocessing.connection.Connection`.
///
/// Whole messages go through, in order; what can't be copied fails in [#send]. An end of a pipe can
/// itself be sent to other processes in any way; it is open until every process that has it has
/// closed it or ended. An end of a socket stays in its process, sends values alone, not code or
/// what is shared, and lets in what its [Admission] lists. Safe for use by many threads; two that
/// receive get different messages.
///
/// @param <T> of the objects; null is one, too
public abstract sealed class Connection<T extends @Nullable Object>
    implements Waitable, AutoCloseable, Serializable permits PipeConnection, SocketConnection {
  private static final long serialVersionUID = 1L;

  Connection() {}

  /// Sends a copy of `object`; waits while the other end has too much to receive.
  ///
  /// @throws CopyException if it can't be copied, with the path to what can't
  /// @throws BrokenPipeException if nobody is left at the other end
  /// @throws InterruptedWaitException if the thread is interrupted while it waits
  public void send(T object) {
    requireWritable();
    try {
      transmit("object", object);
    } finally {
      // The shared objects in it stay at least until the message keeps them.
      Reference.reachabilityFence(object);
    }
  }

  /// Sends these bytes as one message.
  public void sendBytes(byte[] bytes) {
    sendBytes(bytes, 0, bytes.length);
  }

  /// Sends `size` bytes from `offset` as one message.
  ///
  /// @throws IllegalArgumentException if they are not all in `bytes`
  public void sendBytes(byte[] bytes, int offset, int size) {
    requireWritable();
    if (offset < 0 || size < 0 || offset > bytes.length - size) {
      throw new IllegalArgumentException(
          "offset %d and size %d don't fit an array of %d bytes"
              .formatted(offset, size, bytes.length));
    }
    byte[] part = new byte[size];
    System.arraycopy(bytes, offset, part, 0, size);
    transmit("bytes", part);
  }

  /// Receives the next object; waits for it.
  ///
  /// @throws EndOfFileException if there is none and nobody is left at the other end
  /// @throws UnreadableException if it can't be rebuilt in this process, or is not admitted; it is
  ///   gone
  /// @throws MessageTooLargeException if it is larger than a socket's admission allows
  /// @throws InterruptedWaitException if the thread is interrupted while it waits
  @SuppressWarnings({"unchecked", "NullAway"}) // what was sent was a T, which null may be
  public T recv() {
    requireReadable();
    return (T) receive();
  }

  /// Receives the next message, which was sent as bytes; waits for it.
  ///
  /// @throws EndOfFileException if there is none and nobody is left at the other end
  public byte[] recvBytes() {
    requireReadable();
    Object message = receive();
    if (message instanceof byte[] bytes) {
      return bytes;
    }
    throw new IllegalStateException(
        "the message is an object (%s), not bytes; use recv()"
            .formatted(message == null ? "null" : message.getClass().getTypeName()));
  }

  /// Receives the next message, of at most so many bytes.
  ///
  /// @throws IllegalArgumentException if `maxLength` is negative
  /// @throws BufferTooShortException if it is longer, with the message
  public byte[] recvBytes(int maxLength) {
    if (maxLength < 0) {
      throw new IllegalArgumentException(
          "maxLength is %d; it must not be negative".formatted(maxLength));
    }
    byte[] bytes = recvBytes();
    if (bytes.length > maxLength) {
      throw new BufferTooShortException(bytes, maxLength);
    }
    return bytes;
  }

  /// Receives the next message into `buffer`, from `offset` on.
  ///
  /// @return how many bytes it has
  /// @throws IllegalArgumentException if `offset` is outside
  /// @throws BufferTooShortException if it doesn't fit, with the message
  public int recvBytesInto(byte[] buffer, int offset) {
    if (offset < 0 || offset > buffer.length) {
      throw new IllegalArgumentException(
          "offset %d is outside of a buffer of %d bytes".formatted(offset, buffer.length));
    }
    byte[] bytes = recvBytes();
    if (bytes.length > buffer.length - offset) {
      throw new BufferTooShortException(bytes, buffer.length - offset);
    }
    System.arraycopy(bytes, 0, buffer, offset, bytes.length);
    return bytes.length;
  }

  /// True if something can be received now, or the end has come.
  public boolean poll() {
    return poll(Duration.ZERO);
  }

  /// True as soon as something can be received or the end has come; false if that isn't so up to
  /// `limit`.
  ///
  /// @throws InterruptedWaitException if the thread is interrupted while it waits
  public boolean poll(Duration limit) {
    requireReadable();
    return awaitMessage(Deadline.in(limit));
  }

  /// True if this end receives.
  public abstract boolean isReadable();

  /// True if this end sends.
  public abstract boolean isWritable();

  /// True if it was closed in this process.
  public abstract boolean isClosed();

  /// Closes this end in this process. When every process that has it has done so or has ended, the
  /// other end is told. Twice is fine.
  @Override
  public abstract void close();

  /// Sends a copy of the value.
  ///
  /// @param what names it in messages
  abstract void transmit(String what, @Nullable Object value);

  /// The next value; waits for it.
  abstract @Nullable Object receive();

  abstract boolean awaitMessage(Deadline deadline);

  private void requireOpen() {
    if (isClosed()) {
      throw new IllegalStateException("the connection is closed in this process");
    }
  }

  private void requireReadable() {
    requireOpen();
    if (!isReadable()) {
      throw new IllegalStateException(
          "this end of a one-way pipe only sends; receive at pipe.first()");
    }
  }

  private void requireWritable() {
    requireOpen();
    if (!isWritable()) {
      throw new IllegalStateException(
          "this end of a one-way pipe only receives; send at pipe.second()");
    }
  }
}
