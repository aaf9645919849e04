package dev.braid.pool;

/// How a function takes its argument, so that the worker knows which interface to call.
public enum Shape {
  /// Takes no argument, and has a result.
  CALL(0),
  /// Takes no argument, and has no result.
  RUN(1),
  /// Takes the argument, and has a result.
  ONE(2),
  /// Takes the argument, and has no result.
  ONE_RUN(3),
  /// Takes the two parts of the argument.
  TWO(4),
  /// Takes the three parts of the argument.
  THREE(5),
  /// Takes the four parts of the argument.
  FOUR(6);

  private static final Shape[] ALL = values();

  private final int code;

  Shape(int code) {
    this.code = code;
  }

  /// True if it takes no argument.
  boolean isCall() {
    return this == CALL || this == RUN;
  }

  int code() {
    return code;
  }

  static Shape of(int code) {
    return ALL[code];
  }
}
