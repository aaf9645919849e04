package dev.braid.code;

/// Finds the classes that bytes name.
@FunctionalInterface
interface ClassFinder {
  /// The class of that binary name, such as `[Ljava.lang.String;`; it isn't initialized.
  ///
  /// @throws NotReadableException if it may not come in
  Class<?> find(String name) throws ClassNotFoundException;

  /// All that a loader finds.
  static ClassFinder of(ClassLoader loader) {
    return name -> Class.forName(name, false, loader);
  }
}
