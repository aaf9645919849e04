package dev.braid.notebook;

import java.io.IOException;
import java.util.List;

/// The kernel's process ended before it was asked to.
public final class KernelDiedException extends IOException {
  private static final long serialVersionUID = 1L;

  /// What the JDK says of SIGKILL.
  private static final int KILLED = 128 + 9;

  KernelDiedException(long pid, int status, List<String> lastLines) {
    super(
        "the kernel (pid %d) ended by itself with exit status %d; %s"
            .formatted(pid, status, remedy(status, lastLines)));
  }

  private static String remedy(int status, List<String> lastLines) {
    if (!lastLines.isEmpty()) {
      return "its last lines say why:\n" + String.join("\n", lastLines);
    }
    return status == KILLED
        ? "it was killed, maybe since memory ran out: run less at a time"
        : "run ./braid doctor";
  }
}
