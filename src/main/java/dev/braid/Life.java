package dev.braid;

import dev.braid.code.Parts;
import dev.braid.spawn.Program;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a child JVM runs for a [Process].
///
/// @param authKey the child's, which is read before all else, for the fields of a record are
///   written in the order of their names: a proxy of another session's server, in the task,
///   connects with it
/// @param process the child, as its creator made it
/// @param parentName of the process that starts it
/// @param parentPid of the process that starts it
record Life(Heirloom authKey, Process process, String parentName, long parentPid)
    implements Program, Parts {
  Life(Process process, String parentName, long parentPid) {
    this(new Heirloom(process.authKey()), process, parentName, parentPid);
  }

  /// A key that the process that reads it has from then on.
  record Heirloom(byte[] key) implements Serializable {
    private Object readResolve() {
      Lineage.inherit(key);
      return this;
    }
  }

  @Override
  public String name() {
    return process.name();
  }

  @Override
  public void run() throws Throwable {
    Lineage.become(process, parentName, parentPid);
    process.run();
  }

  @Override
  public Map<String, Object> parts() {
    Map<String, Object> parts = new LinkedHashMap<>();
    Task task = process.target();
    if (task instanceof BoundTask bound) {
      parts.put("target", bound.target());
      int number = 1;
      for (Object argument : bound.arguments()) {
        parts.put("argument " + number++, argument);
      }
    } else if (task != null) {
      parts.put("target", task);
    }
    parts.put("process '" + process.name() + "'", process);
    return parts;
  }
}
