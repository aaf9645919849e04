package dev.braid.kernel;

import org.jspecify.annotations.Nullable;

/// The door by which Java code calls a magic: what `x = %name arguments` becomes.
public final class MagicCall {
  private static volatile @Nullable Target target;

  private MagicCall() {}

  /// Who runs the magics.
  @FunctionalInterface
  interface Target {
    /// What the magic returns.
    @Nullable Object run(String name, String arguments) throws Exception;
  }

  static void to(@Nullable Target newTarget) {
    target = newTarget;
  }

  /// Runs a line magic and returns its result as the type that the caller expects.
  ///
  /// @param name without its `%`
  /// @param arguments the rest of its line
  /// @throws Exception what the magic throws
  // The type is the caller's wish, as in IJava's lineMagic; null is any type's.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"})
  public static <T extends @Nullable Object> T lineMagic(String name, String arguments)
      throws Exception {
    Target current = target;
    if (current == null) {
      throw new IllegalStateException(
          "%" + name + " works in the kernel only; call it in the cell, not in a child process");
    }
    return (T) current.run(name, arguments);
  }

  static String source(String name, String arguments) {
    String quoted = arguments.replace("\\", "\\\\").replace("\"", "\\\"");
    return "dev.braid.kernel.MagicCall.lineMagic(\"%s\", \"%s\")".formatted(name, quoted);
  }
}
