package dev.braid.code;

/// Where this process has the classes that no class path has: a notebook's engine, what a parent
/// sent, or nothing.
public final class CodeBase {
  private static volatile ClassSource current = ClassSource.CLASS_PATH;

  private CodeBase() {}

  /// The source that closures are packed from, and values unpacked with.
  public static ClassSource current() {
    return current;
  }

  /// Replaces it.
  public static void use(ClassSource source) {
    current = source;
  }
}
