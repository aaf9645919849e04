package dev.braid.notebook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IFactory;
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
      "The launcher has more commands: test passes the tests, bench measures,",
      "build builds, kernel CONNECTION_FILE starts a kernel for a client."
    },
    subcommands = {RunCommand.class, InstallCommand.class, DoctorCommand.class})
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  // picocli sets the field before it calls anything here.
  @SuppressWarnings("NullAway.Init")
  Main() {}

  /// Runs one command and ends the program with its exit status.
  public static void main(String[] arguments) {
    // What cells print is UTF-8; a terminal that isn't is rarer than a locale that lies.
    var out = new PrintWriter(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    var err = new PrintWriter(new FileOutputStream(FileDescriptor.err), true, UTF_8);
    System.exit(
        commandLine(KernelCommand.ofThisProgram()).setOut(out).setErr(err).execute(arguments));
  }

  /// The command line, whose notebooks are run by that kernel.
  static CommandLine commandLine(KernelCommand kernel) {
    return new CommandLine(new Main(), new Construction(kernel))
        .setParameterExceptionHandler(Main::misunderstood)
        .setExecutionExceptionHandler(Main::failed);
  }

  /// Without a command there is nothing to do but to say which there are.
  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "no command given; try one of: run, install, doctor, test");
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

  /// Makes the commands that need something.
  private record Construction(KernelCommand kernel) implements IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      return type == RunCommand.class
          ? type.cast(new RunCommand(kernel))
          : CommandLine.defaultFactory().create(type);
    }
  }
}
