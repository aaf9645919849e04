package dev.braid;

import dev.braid.code.Parts;
import dev.braid.spawn.Program;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a child JVM runs for a [Process].
///
/// @param process the child, as its creator made it
/// @param parentName of the process that starts it
/// @param parentPid of the process that starts it
record Life(Process process, String parentName, long parentPid) implements Program, Parts {
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
