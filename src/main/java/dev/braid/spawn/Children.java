package dev.braid.spawn;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.braid.memory.Output;
import dev.braid.memory.SegmentDirectory;
import dev.braid.os.StartException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The children of this process that may still run. When it ends by itself, daemons are terminated
/// and others joined.
public final class Children {
  private static final int SIGTERM = 15;
  private static final int SIGKILL = 9;

  @GuardedBy("Children.class")
  private static final Map<ChildJvm, Boolean> DAEMON = new LinkedHashMap<>();

  @GuardedBy("Children.class")
  private static boolean hooked;

  @GuardedBy("Children.class")
  private static boolean ending;

  private Children() {}

  static synchronized void add(ChildJvm child, boolean daemon) {
    if (ending) {
      // It was begun before that was known.
      child.signal(SIGKILL);
    }
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

  /// Makes sure that this process takes care of its children when it ends, and then, if it is the
  /// session's first, of the session's named memory.
  ///
  /// @throws StartException if it is ending already
  public static synchronized void prepare() throws StartException {
    if (ending) {
      throw ending();
    }
    if (hooked) {
      return;
    }
    try {
      Runtime.getRuntime()
          .addShutdownHook(Thread.ofPlatform().name("braid-end").unstarted(Children::hook));
    } catch (IllegalStateException e) {
      throw ending();
    }
    hooked = true;
  }

  private static StartException ending() {
    return new StartException("this process is ending; start children before its end");
  }

  private static void hook() {
    if (isEndedBySignal()) {
      killAll();
    } else {
      end();
    }
    Output.flush();
    if (SegmentDirectory.isOurs()) {
      removeSegments();
    }
  }

  /// After the children's ends: until then they may use them.
  private static void removeSegments() {
    SegmentDirectory segments = SegmentDirectory.ofSession();
    try {
      List<String> left = segments.names();
      segments.remove();
      if (!left.isEmpty()) {
        System.err.printf(
            "braid: %d shared memory segment%s never unlinked: %s; call unlink()%n",
            left.size(), left.size() == 1 ? " was" : "s were", String.join(", ", left));
      }
    } catch (IOException e) {
      System.err.println("braid: can't remove the session's shared memory: " + e);
    }
  }

  /// A signal ends a Python process without any farewell, so its children aren't waited for.
  ///
  /// The JVM starts the shutdown on a thread named after the signal. A handler of our own would
  /// know it too, but take the place of the program's.
  private static boolean isEndedBySignal() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().matches("SIG[A-Z]+ handler"));
  }

  /// Terminates the daemons, then waits for all children.
  static void end() {
    Map<ChildJvm, Boolean> children = runningAtEnd();
    children.forEach((child, daemon) -> {
      if (daemon) {
        child.signal(SIGTERM);
      }
    });
    awaitAndReap(children.keySet());
  }

  /// Kills every child, and waits for their ends; their own children end because the session does.
  public static void killAll() {
    Set<ChildJvm> children = running().keySet();
    children.forEach(child -> child.signal(SIGKILL));
    awaitAndReap(children);
  }

  private static void awaitAndReap(Set<ChildJvm> children) {
    children.forEach(child -> {
      child.ended().join();
      child.reap();
    });
  }

  /// Those that run; no others are started from now on, for nobody would take care of them: a pool
  /// would put new workers in the places of those that are ended here.
  private static synchronized Map<ChildJvm, Boolean> runningAtEnd() {
    ending = true;
    return running();
  }

  private static synchronized Map<ChildJvm, Boolean> running() {
    return new LinkedHashMap<>(DAEMON);
  }
}
