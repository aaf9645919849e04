package dev.braid.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.braid.os.Syscalls.Call;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A file descriptor of this process that never blocks; used by the [Reactor]'s thread alone.
final class Descriptor {
  private static final int SET_FLAGS = 4; // F_SETFL
  private static final int NONBLOCK = 0x800; // O_NONBLOCK
  private static final int CHUNK = 64 * 1024;

  private final int number;
  private boolean open = true;

  Descriptor(int number) {
    this.number = number;
    var _ = Syscalls.call(Call.FCNTL, number, SET_FLAGS, NONBLOCK);
  }

  int number() {
    return number;
  }

  boolean isOpen() {
    return open;
  }

  /// What there is to read now; empty if nothing, and closed if there never will be.
  byte[] read() {
    if (!open) {
      return new byte[0];
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(CHUNK);
      long count = Syscalls.call(Call.READ, number, buffer.address(), CHUNK);
      if (count > 0) {
        return buffer.asSlice(0, count).toArray(JAVA_BYTE);
      }
      if (count != -Errno.EAGAIN && count != -Errno.EINTR) {
        close();
      }
      return new byte[0];
    }
  }

  /// Writes what fits now, from `offset` on; closes on failure.
  ///
  /// @return the number of bytes written
  int write(byte[] bytes, int offset) {
    try (Arena arena = Arena.ofConfined()) {
      int length = Math.min(CHUNK, bytes.length - offset);
      MemorySegment buffer = arena.allocate(length);
      MemorySegment.copy(bytes, offset, buffer, JAVA_BYTE, 0, length);
      long count = Syscalls.call(Call.WRITE, number, buffer.address(), length);
      if (count >= 0) {
        return (int) count;
      }
      if (count != -Errno.EAGAIN && count != -Errno.EINTR) {
        close();
      }
      return 0;
    }
  }

  void close() {
    if (open) {
      open = false;
      Syscalls.close(number);
    }
  }
}
