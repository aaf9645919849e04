package dev.braid;

import dev.braid.memory.KillPoint;
import dev.braid.os.OperatingSystem;
import java.util.List;

/// The ways in which a process ends before its time.
enum Death {
  SIGKILL(-9),
  SIGSEGV(-6, -11),
  EXIT(3),
  HALT(4);

  private final List<Integer> exitCodes;

  Death(Integer... exitCodes) {
    this.exitCodes = List.of(exitCodes);
  }

  /// Of a process that died so.
  List<Integer> exitCodes() {
    return exitCodes;
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
