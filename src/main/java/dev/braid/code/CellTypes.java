package dev.braid.code;

/// Which types are of a notebook's cells, so that their code has to travel along.
record CellTypes(ClassSource source) {
  /// True for a constant of an enum of a cell.
  @SuppressWarnings("ReferenceEquality") // a loader is itself alone
  boolean include(Enum<?> constant) {
    Class<?> type = constant.getDeclaringClass();
    return type.getClassLoader() == source.loader() && source.bytesOf(type.getName()).isPresent();
  }
}
