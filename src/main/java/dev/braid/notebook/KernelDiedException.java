package dev.braid.notebook;

import java.io.IOException;
import java.util.List;

/// The kernel's process ended before it was asked to.
public final class KernelDiedException extends IOException {
  private static final long serialVersionUID = 1L;

  KernelDiedException(long pid, int status, List<String> lastLines) {
    super(
        "the kernel (pid %d) ended by itself with exit status %d%s; %s%s"
            .formatted(
                pid,
                status,
                status > 128 ? " (signal %d)".formatted(status - 128) : "",
                "run the notebook again, with less at a time if memory ran out",
                lastLines.isEmpty()
                    ? ""
                    : "; its last lines were:\n" + String.join("\n", lastLines)));
  }
}
