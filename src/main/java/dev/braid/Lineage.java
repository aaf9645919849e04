package dev.braid;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.braid.memory.Output;
import dev.braid.memory.Session;
import dev.braid.spawn.ChildMain;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// This process's place among the others: itself, its parent, its children.
final class Lineage {
  private static final int KEY_BYTES = 32;

  @GuardedBy("Lineage.class")
  private static @Nullable Process self;

  private static volatile @Nullable Process parent;

  /// With the cells that started them.
  @GuardedBy("Lineage.class")
  private static final Map<Process, Long> CHILDREN = new LinkedHashMap<>();

  private Lineage() {}

  static synchronized Process current() {
    Process process = self;
    if (process == null) {
      byte[] key = new byte[KEY_BYTES];
      new SecureRandom().nextBytes(key);
      process = new Process("MainProcess", key);
      self = process;
    }
    return process;
  }

  /// This process, which doesn't know yet who it is, has that key.
  static synchronized void inherit(byte[] key) {
    if (self == null) {
      self = new Process("MainProcess", key);
    }
  }

  /// This process is that child, from now on.
  static synchronized void become(Process child, String parentName, long parentPid) {
    child.isHere();
    self = child;
    parent = new Parent(parentName, parentPid);
    Session.current().introduce(child.name(), parentPid, Output.cell());
  }

  static Optional<Process> parent() {
    return Optional.ofNullable(parent);
  }

  static synchronized void born(Process child) {
    CHILDREN.put(child, Output.cell());
  }

  static synchronized void gone(Process child) {
    CHILDREN.remove(child);
  }

  /// The children that still run; those that have ended are reaped.
  static List<Process> active() {
    List<Process> all;
    synchronized (Lineage.class) {
      all = new ArrayList<>(CHILDREN.keySet());
    }
    return all.stream().filter(Process::isRunning).toList();
  }

  /// The children that nobody has asked since they ended, with the cells that started them.
  static synchronized Map<Process, Long> children() {
    return new LinkedHashMap<>(CHILDREN);
  }

  /// The parent as its child sees it: it can be watched, and nothing else.
  static final class Parent extends Process {
    private static final long serialVersionUID = 1L;

    Parent(String name, long pid) {
      super(name, pid, ChildMain.parentEnded());
    }
  }
}
