package dev.braid.spawn;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The children of this process that may still run. When it ends by itself, daemons are terminated
/// and others joined.
public final class Children {
  private static final int SIGTERM = 15;
  private static final int SIGKILL = 9;

  @GuardedBy("Children.class")
  private static final Map<ChildJvm, Boolean> DAEMON = new LinkedHashMap<>();

  @GuardedBy("Children.class")
  private static boolean hooked;

  private Children() {}

  static synchronized void add(ChildJvm child, boolean daemon) {
    hook();
    DAEMON.put(child, daemon);
    var _ =
        child
            .ended()
            .thenRun(() -> {
              synchronized (Children.class) {
                DAEMON.remove(child);
              }
            });
  }

  private static synchronized void hook() {
    if (!hooked) {
      hooked = true;
      Runtime.getRuntime()
          .addShutdownHook(Thread.ofPlatform().name("braid-end").unstarted(Children::end));
    }
  }

  /// Terminates the daemons, then waits for all children.
  static void end() {
    Map<ChildJvm, Boolean> children = running();
    children.forEach((child, daemon) -> {
      if (daemon) {
        child.signal(SIGTERM);
      }
    });
    children.keySet().forEach(child -> child.ended().join());
  }

  /// Kills every child, and waits for their ends; their own children end because the session does.
  public static void killAll() {
    List<ChildJvm> children = new ArrayList<>(running().keySet());
    children.forEach(child -> child.signal(SIGKILL));
    children.forEach(child -> {
      child.ended().join();
      child.reap();
    });
  }

  private static synchronized Map<ChildJvm, Boolean> running() {
    return new LinkedHashMap<>(DAEMON);
  }
}
