package dev.braid.memory;

/// Where the session's output ends: the terminal, or the notebook.
@FunctionalInterface
public interface OutputSink {
  /// Takes one record; records come in causal order, one at a time, on the thread that drains the
  /// log.
  void accept(OutputRecord entry);
}
