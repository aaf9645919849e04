package dev.braid.notebook;

/// What [Doctor] found out about one thing that Braid uses.
sealed interface Finding {
  /// It is there and works.
  record Present(String what, String detail) implements Finding {}

  /// It isn't there; only something more would need it.
  record Absent(String what, String remedy) implements Finding {}

  /// It isn't there or is broken, and Braid needs it.
  record Missing(String what, String remedy) implements Finding {}
}
