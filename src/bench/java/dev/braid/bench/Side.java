package dev.braid.bench;

import java.util.Map;

/// One of those that an experiment compares.
sealed interface Side {
  /// Its name in the table.
  String name();

  /// A JMH benchmark with some of its parameters fixed.
  ///
  /// @param benchmark the class's simple name and the method's, with a point
  record Jmh(String name, String benchmark, Map<String, String> parameters) implements Side {
    public Jmh {
      parameters = Map.copyOf(parameters);
    }
  }

  /// A function of the peers' file, run by CPython.
  record Cpython(String function) implements Side {
    @Override
    public String name() {
      return "CPython";
    }
  }
}
