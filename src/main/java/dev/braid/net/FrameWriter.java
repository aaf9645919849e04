package dev.braid.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;

/// Writes a frame, in as many parts as its channel wants; the layout is [FrameReader]'s. For one
/// thread at a time.
final class FrameWriter {
  /// The most that is written at once, so that the JDK's buffer between stays small: 128 KiB.
  private static final int PART = 1 << 17;

  private final ByteBuffer head = ByteBuffer.allocate(Integer.BYTES).limit(0);
  private ByteBuffer body = ByteBuffer.allocate(0);

  /// Begins a frame; the last one must be done.
  void begin(byte[] frame) {
    head.clear().putInt(frame.length).flip();
    body = ByteBuffer.wrap(frame);
  }

  /// True if nothing is left to write.
  boolean isDone() {
    return !head.hasRemaining() && !body.hasRemaining();
  }

  /// Forgets a frame of which nothing was written.
  ///
  /// @return false if its beginning was, so that the rest must follow
  boolean cancel() {
    if (head.position() > 0) {
      return false;
    }
    head.limit(0);
    body.limit(0);
    return true;
  }

  /// Writes what the channel takes.
  ///
  /// @return true if nothing is left to write
  boolean drain(GatheringByteChannel channel) throws IOException {
    while (!isDone()) {
      ByteBuffer part = body.slice(body.position(), Math.min(PART, body.remaining()));
      long written = channel.write(new ByteBuffer[] {head, part});
      body.position(body.position() + part.position());
      if (written == 0) {
        return false;
      }
    }
    return true;
  }
}
