package dev.braid.memory;

import java.lang.foreign.MemorySegment;

/// A message that this process has taken and is reading. What it names stays until it is closed.
public final class Incoming implements AutoCloseable {
  private final MemorySegment memory;
  private final long offset;
  private final long length;
  private final Runnable end;

  Incoming(MemorySegment memory, long offset, long length, Runnable end) {
    this.memory = memory;
    this.offset = offset;
    this.length = length;
    this.end = end;
  }

  /// What its bytes are in.
  public MemorySegment memory() {
    return memory;
  }

  /// Where they begin.
  public long offset() {
    return offset;
  }

  /// How many they are.
  public long length() {
    return length;
  }

  @Override
  public void close() {
    end.run();
  }
}
