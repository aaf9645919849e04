package dev.braid.net;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;

/// Puts a frame together from bytes as they come.
///
/// ```text
///  offset  field   size    meaning
///       0  length  4       of the body in bytes, highest byte first; not negative
///       4  body    length  the frame
/// ```
///
/// Memory grows with what has come, never with what is announced. It reads no byte of the next
/// frame. For one thread at a time.
final class FrameReader {
  /// The most that is asked for at once, so that the JDK's buffer between stays small: 128 KiB.
  private static final int PART = 1 << 17;

  private final ByteBuffer head = ByteBuffer.allocate(Integer.BYTES);
  private int limit;
  private byte[] body = new byte[0];
  private int filled;

  /// @param limit of a frame in bytes
  FrameReader(int limit) {
    this.limit = limit;
  }

  /// From the next frame on.
  void limit(int bytes) {
    limit = bytes;
  }

  /// Reads what has come, up to the end of the frame; the end of the channel, or a frame that is
  /// too large, is met by every further call, too.
  ///
  /// @return true if a whole frame is there
  /// @throws EOFException at the end of the channel, be it in the middle of a frame
  /// @throws FrameTooLargeException if the frame is announced to be longer than the limit
  boolean fill(ReadableByteChannel channel) throws IOException {
    while (head.hasRemaining()) {
      if (!read(channel, head)) {
        return false;
      }
    }
    int length = head.getInt(0);
    if (length < 0 || length > limit) {
      throw new FrameTooLargeException(Integer.toUnsignedLong(length), limit);
    }
    while (filled < length) {
      if (filled == body.length) {
        body = Arrays.copyOf(body, (int) Math.min(length, Math.max(PART, 2L * filled)));
      }
      ByteBuffer room = ByteBuffer.wrap(body, filled, Math.min(PART, body.length - filled));
      if (!read(channel, room)) {
        return false;
      }
      filled = room.position();
    }
    return true;
  }

  private boolean read(ReadableByteChannel channel, ByteBuffer target) throws IOException {
    int count = channel.read(target);
    if (count < 0) {
      throw new EOFException(
          head.position() == 0
              ? "the other end hung up"
              : "the other end hung up in the middle of a message");
    }
    return count > 0;
  }

  /// Takes the frame that is there.
  byte[] take() {
    byte[] frame = body;
    head.clear();
    body = new byte[0];
    filled = 0;
    return frame;
  }
}
