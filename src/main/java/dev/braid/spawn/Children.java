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

  /// Starts that are under way.
  @GuardedBy("Children.class")
  private static int starting;

  /// No further child is started, for nobody would await its end.
  @GuardedBy("Children.class")
  private static boolean ending;

  private Children() {}

  /// A child is about to be started; to be followed by [#begun].
  ///
  /// @throws StartException if this process is ending
  static synchronized void begin() throws StartException {
    prepare();
    if (ending) {
      throw ending();
    }
    starting++;
  }

  /// A start has been made, or has failed.
  static synchronized void begun() {
    starting--;
    Children.class.notifyAll();
  }

  private static StartException ending() {
    return new StartException("this process is ending; start children before its end");
  }

  static synchronized void add(ChildJvm child, boolean daemon) {
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

  private static void hook() {
    startNoMore();
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

  /// Somebody may replace those that are about to end, such as a pool its workers.
  private static synchronized void startNoMore() {
    ending = true;
    boolean interrupted = false;
    while (starting > 0) {
      try {
        Children.class.wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Terminates the daemons, then waits for all children.
  static void end() {
    startNoMore();
    Map<ChildJvm, Boolean> children = running();
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

  private static synchronized Map<ChildJvm, Boolean> running() {
    return new LinkedHashMap<>(DAEMON);
  }
}
