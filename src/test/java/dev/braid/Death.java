package dev.braid;

import dev.braid.memory.KillPoint;
import dev.braid.os.OperatingSystem;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// The ways in which a process ends before its time.
enum Death {
  SIGKILL,
  SIGSEGV,
  EXIT,
  HALT,
  /// The JVM ends itself when memory lacks, as it was told to.
  OUT_OF_MEMORY,
  /// Memory lacks for whatever the thread that does the tasks tries next; so it ends.
  FULL_HEAP;

  /// What fills the heap.
  private static Object load = "";

  /// Of a process that died so.
  List<Integer> exitCodes() {
    return switch (this) {
      case SIGKILL -> List.of(-9);
      // The JVM catches it, and aborts.
      case SIGSEGV -> List.of(-6, -11);
      case EXIT -> List.of(5);
      case HALT -> List.of(4);
      // The JVM's own number for it.
      case OUT_OF_MEMORY -> List.of(3);
      case FULL_HEAP -> List.of(1);
    };
  }

  /// With which a JVM can die so.
  String javaOptions() {
    return switch (this) {
      case OUT_OF_MEMORY -> "-Xmx32m -XX:+ExitOnOutOfMemoryError";
      case FULL_HEAP -> "-Xmx32m";
      default -> "";
    };
  }

  /// Ends this process, on this thread if it has to be on one.
  void die() {
    switch (this) {
      case SIGKILL -> KillPoint.kill();
      case SIGSEGV -> {
        OperatingSystem.current().signal(ProcessHandle.current().pid(), 11);
        // Another thread may get the signal, and takes a while for its report.
        Multiprocessing.sleep(1000);
      }
      case EXIT -> System.exit(5);
      case HALT -> Runtime.getRuntime().halt(4);
      case OUT_OF_MEMORY, FULL_HEAP -> {
        for (int size = 1 << 20; size > 1; size /= 16) {
          try {
            fill(size);
          } catch (OutOfMemoryError e) {
            // There is still room for something smaller.
          }
        }
        fill(0);
      }
    }
  }

  /// Ends this process while this thread stays where it is: another one may end it at any moment.
  void strike() {
    switch (this) {
      case EXIT, HALT -> {
        Thread.ofPlatform().daemon().start(this::die);
        while (true) {
          LockSupport.park(this);
        }
      }
      default -> die();
    }
  }

  /// Up to the last piece of that size, in bytes.
  private static void fill(int size) {
    while (true) {
      load = new Object[] {load, new byte[size]};
    }
  }
}
