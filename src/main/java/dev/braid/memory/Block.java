package dev.braid.memory;

import java.lang.foreign.MemorySegment;

/// A block of the arena that this process holds, as long as anything refers to its memory.
///
/// Nobody closes it: the hold ends when the garbage collector finds that nothing refers to this
/// object and no slice of its memory. So memory that is in use is never given to others.
public final class Block implements Held {
  private final long block;
  private final long life;
  private final MemorySegment memory;

  Block(long block, long life, MemorySegment memory) {
    this.block = block;
    this.life = life;
    this.memory = memory;
  }

  @Override
  public long block() {
    return block;
  }

  @Override
  public long life() {
    return life;
  }

  /// Its content, as many bytes as were asked for, 64 bytes aligned.
  public MemorySegment memory() {
    return memory;
  }

  @Override
  public String toString() {
    return "Block[%d, life %d, %d bytes]".formatted(block, life, memory.byteSize());
  }
}
