package dev.braid.notebook;

import dev.braid.jupyter.InputSource;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `braid run`: executes notebooks and writes them with their outputs.
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Executes notebooks through the real kernel, and shows them while they run.")
final class RunCommand implements Callable<Integer> {
  private static final Path DEFAULT_FOLDER = Path.of("target", "notebooks");

  @Parameters(arity = "1..*", paramLabel = "NOTEBOOK", description = "What to run, in this order.")
  private List<Path> files = new ArrayList<>();

  @ArgGroup private @Nullable Destination destination;

  @Option(names = "--html", description = "Write a page beside each notebook as well.")
  private boolean html;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "Interrupt a cell that takes longer, and stop there.")
  private @Nullable Integer timeout;

  @Option(names = "--allow-errors", description = "Go on after a cell that failed.")
  private boolean allowErrors;

  @Spec private CommandSpec spec;

  private final KernelCommand kernel;

  /// Where the notebooks go; at most one of them.
  static final class Destination {
    @Option(
        names = "--output",
        paramLabel = "DIR|FILE.ipynb",
        description = "Where to write (default: target/notebooks).")
    private @Nullable Path output;

    @Option(names = "--in-place", description = "Write the outputs into the notebooks themselves.")
    private boolean inPlace;
  }

  @SuppressWarnings("NullAway.Init") // picocli sets spec
  RunCommand(KernelCommand kernel) {
    this.kernel = kernel;
  }

  @Override
  public Integer call() throws IOException {
    if (timeout != null && timeout < 1) {
      throw misunderstood("--timeout is %d; give it whole seconds, at least 1".formatted(timeout));
    }
    // All of them, before any runs: a mistyped name should not cost the time of the others.
    Map<Path, Notebook> notebooks = new LinkedHashMap<>();
    for (Path file : files) {
      Path target = target(file);
      if (notebooks.putIfAbsent(target.toAbsolutePath().normalize(), Notebook.read(file)) != null) {
        throw misunderstood(
            "two notebooks would be written to %s; run them one by one".formatted(target));
      }
    }
    Optional<Console> terminal = terminal();
    var transcript =
        new Transcript(
            spec.commandLine().getOut(), terminal.isPresent() && System.getenv("NO_COLOR") == null);
    var options =
        new NotebookRun.Options(
            kernel,
            Optional.ofNullable(timeout).map(Duration::ofSeconds),
            allowErrors,
            terminal.map(RunCommand::asking));
    try (var _ = Interruption.ofThisThread()) {
      return run(notebooks, options, transcript);
    }
  }

  private int run(Map<Path, Notebook> notebooks, NotebookRun.Options options, Transcript transcript)
      throws IOException {
    for (Map.Entry<Path, Notebook> each : notebooks.entrySet()) {
      try {
        run(each.getValue(), each.getKey(), options, transcript);
      } catch (InterruptedException e) {
        // Said here, since nothing is heard of this thread once it has cleaned up.
        spec.commandLine()
            .getErr()
            .println("braid: stopped; run " + each.getValue().file() + " again to have all of it");
        return ExitCode.SOFTWARE;
      }
    }
    return ExitCode.OK;
  }

  private void run(
      Notebook notebook, Path target, NotebookRun.Options options, Transcript transcript)
      throws IOException, InterruptedException {
    checkWritable(target);
    try {
      new NotebookRun(notebook, options, transcript).execute();
    } finally {
      notebook.write(target);
      transcript.note("");
      transcript.note("Wrote " + shortest(target));
      if (html) {
        Path page = target.resolveSibling(stem(target) + ".html");
        HtmlPage.write(notebook, page);
        transcript.note("Wrote " + shortest(page));
      }
    }
  }

  // Before minutes of work, not after them.
  private static void checkWritable(Path target) throws NotebookException {
    Path folder = target.resolveSibling(".").normalize();
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new NotebookException(
          folder, "can't be made (" + e + ")", "choose another place with --output", e);
    }
    if (!Files.isWritable(folder)) {
      throw new NotebookException(folder, "can't be written", "choose another place with --output");
    }
  }

  private Path target(Path file) {
    Destination chosen = destination;
    if (chosen != null && chosen.inPlace) {
      return file;
    }
    Path name = Path.of(stem(file) + ".ipynb");
    if (chosen == null || chosen.output == null) {
      return DEFAULT_FOLDER.resolve(name);
    }
    if (!chosen.output.toString().endsWith(".ipynb")) {
      return chosen.output.resolve(name);
    }
    if (files.size() > 1) {
      throw misunderstood(
          "--output names one file for %d notebooks; name a directory".formatted(files.size()));
    }
    return chosen.output;
  }

  private static String stem(Path file) {
    return String.valueOf(file.getFileName()).replaceFirst("\\.ipynb$", "");
  }

  private static Path shortest(Path file) {
    Path here = Path.of("").toAbsolutePath();
    return file.startsWith(here) ? here.relativize(file) : file;
  }

  private ParameterException misunderstood(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  // Null again in JDK 25 when nobody sits there (JDK-8351435).
  @SuppressWarnings("SystemConsoleNull")
  private static Optional<Console> terminal() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal);
  }

  private static InputSource asking(Console console) {
    return (prompt, password) -> {
      if (password) {
        char[] secret = console.readPassword("%s", prompt);
        return Optional.ofNullable(secret).map(String::new);
      }
      return Optional.ofNullable(console.readLine("%s", prompt));
    };
  }
}
