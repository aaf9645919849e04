package dev.braid.kernel;

/// A piece of a cell that is run at once.
sealed interface CellPart {
  /// The line in the cell at which it begins, from 1.
  int line();

  /// One snippet of Java.
  record Java(String source, int line) implements CellPart {}

  /// A magic.
  ///
  /// @param arguments the rest of its line
  /// @param body what follows in a cell magic; empty in a line magic
  /// @param wholeCell true for `%%name`
  record Magic(String name, String arguments, String body, boolean wholeCell, int line)
      implements CellPart {}
}
