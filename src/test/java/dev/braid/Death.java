package dev.braid;

import dev.braid.memory.KillPoint;
import dev.braid.os.OperatingSystem;
import java.util.List;

/// The ways in which a process ends before its time.
enum Death {
  SIGKILL,
  SIGSEGV,
  EXIT,
  HALT;

  /// Of a process that died so.
  List<Integer> exitCodes() {
    return switch (this) {
      case SIGKILL -> List.of(-9);
      // The JVM catches it, and aborts.
      case SIGSEGV -> List.of(-6, -11);
      case EXIT -> List.of(3);
      case HALT -> List.of(4);
    };
  }

  /// Ends this process.
  void die() {
    switch (this) {
      case SIGKILL -> KillPoint.kill();
      case SIGSEGV -> {
        OperatingSystem.current().signal(ProcessHandle.current().pid(), 11);
        // Another thread may get the signal, and takes a while for its report.
        Multiprocessing.sleep(1000);
      }
      case EXIT -> System.exit(3);
      case HALT -> Runtime.getRuntime().halt(4);
    }
  }
}
