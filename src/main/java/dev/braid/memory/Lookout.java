package dev.braid.memory;

import org.jspecify.annotations.Nullable;

/// Asked again and again while somebody waits: says whether he waits in vain.
@FunctionalInterface
public interface Lookout {
  /// For one who waits for whatever comes.
  Lookout NONE = () -> null;

  /// What to tell him if nobody is left who could end his wait; null if it is worth to wait on.
  /// What the last one did before he was gone counts, so it is looked for once more after a
  /// verdict.
  @Nullable RuntimeException verdict();
}
