package dev.braid;

import java.io.Serializable;

/// Work on nothing, without a result, that can cross to another process.
@FunctionalInterface
public interface Task extends Serializable {
  /// Does it.
  void run() throws Exception;
}
