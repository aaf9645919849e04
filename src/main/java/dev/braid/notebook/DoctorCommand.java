package dev.braid.notebook;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `braid doctor`: says what is there and what is missing; fails if notebooks can't run as it is.
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Says what is there, what is missing, and how to get it.")
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets spec
  DoctorCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    boolean healthy = true;
    for (Finding finding : Doctor.current().examine()) {
      switch (finding) {
        case Finding.Present(var what, var detail) -> out.printf("ok       %s: %s%n", what, detail);
        case Finding.Absent(var what, var remedy) -> out.printf("not yet  %s: %s%n", what, remedy);
        case Finding.Missing(var what, var remedy) -> {
          out.printf("MISSING  %s: %s%n", what, remedy);
          healthy = false;
        }
      }
    }
    return healthy ? 0 : 1;
  }
}
