package dev.braid.code;

/// What is told of the code that a graph of objects brings.
interface Reach {
  /// There is an instance of that class, so all its methods may run.
  void instance(String name);

  /// That method may run: it is behind a lambda.
  void call(int kind, String owner, String name, String signature);

  /// True if that class is a cell's, so that it travels along.
  boolean takes(String name);
}
