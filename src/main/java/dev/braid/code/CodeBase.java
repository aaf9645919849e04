package dev.braid.code;

/// Where this process has the classes that no class path has: a notebook's engine, what a parent
/// sent, or nothing; and where it shares them.
public final class CodeBase {
  private static volatile ClassSource current = ClassSource.CLASS_PATH;
  private static volatile ClassStore store = new SharedClasses();

  private CodeBase() {}

  /// The source that closures are packed from, and values unpacked with.
  public static ClassSource current() {
    return current;
  }

  /// Replaces it.
  public static void use(ClassSource source) {
    current = source;
  }

  /// The store that all processes of the session share.
  public static ClassStore store() {
    return store;
  }

  /// Replaces it: when this process has become one of a session.
  public static void use(ClassStore shared) {
    store = shared;
  }
}
