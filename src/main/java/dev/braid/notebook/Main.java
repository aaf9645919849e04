package dev.braid.notebook;

import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command line. It ends with 0 when all went well, 1 when the work failed, 2 when the command
/// was not understood; every error is one line on standard error.
@Command(
    name = "braid",
    version = "Braid 0.1.0",
    mixinStandardHelpOptions = true,
    description = "Runs notebooks whose cells start real processes in Java.",
    footer = {
      "",
      "The launcher has more commands: test passes the tests, build builds,",
      "kernel CONNECTION_FILE starts a kernel for a client."
    },
    subcommands = {InstallCommand.class, DoctorCommand.class})
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  // picocli sets the field before it calls anything here.
  @SuppressWarnings("NullAway.Init")
  Main() {}

  /// Runs one command and ends the program with its exit status.
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setParameterExceptionHandler(Main::misunderstood)
        .setExecutionExceptionHandler(Main::failed);
  }

  /// Without a command there is nothing to do but to say which there are.
  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "no command given; try one of: install, doctor, test");
  }

  private static int misunderstood(ParameterException error, String[] arguments) {
    error.getCommandLine().getErr().println("braid: " + String.valueOf(error.getMessage()).strip());
    return ExitCode.USAGE;
  }

  private static int failed(Exception error, CommandLine command, CommandLine.ParseResult arguments)
      throws Exception {
    if (!(error instanceof IOException)) {
      throw error; // a mistake of ours: the stack trace is what helps
    }
    String message = error.getMessage();
    command.getErr().println("braid: " + (message == null ? error.toString() : message));
    return ExitCode.SOFTWARE;
  }
}
