package dev.braid.memory;

import java.io.Serializable;

/// The name of a block on its way to another process, which attaches to it.
public record BlockName(long block, long life) implements Held, Serializable {
  /// The name of a block that this process has.
  public static BlockName of(Held held) {
    return new BlockName(held.block(), held.life());
  }
}
