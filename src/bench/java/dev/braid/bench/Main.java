package dev.braid.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `braid bench`: measures ours beside its peers and prints the table.
@Command(
    name = "braid bench",
    mixinStandardHelpOptions = true,
    description = "Measures Braid beside its peers, in one run, and prints a table.")
public final class Main implements Callable<Integer> {
  private static final Path LOG = Path.of("target", "bench", "jmh.log");

  @Option(names = "--quick", description = "A few runs of each: does it all work?")
  private boolean quick;

  @Option(names = "--list", description = "Says what there is, and measures nothing.")
  private boolean list;

  @Parameters(
      arity = "0..1",
      paramLabel = "REGEX",
      defaultValue = "",
      description = "Only work whose name has a match.")
  private Pattern chosen = Pattern.compile("");

  Main() {}

  /// Runs it and ends the program: with 0 when all was measured, whatever the figures are; 1 if
  /// not; 2 if the arguments were not understood.
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Main()).setExecutionExceptionHandler(Main::failed).execute(arguments));
  }

  private static int failed(Exception error, CommandLine command, CommandLine.ParseResult arguments)
      throws Exception {
    if (!(error instanceof IOException || error instanceof RunnerException)) {
      throw error; // a mistake of ours: the stack trace is what helps
    }
    System.err.printf("braid: a benchmark failed (%s); see %s%n", error.getMessage(), LOG);
    return 1;
  }

  @Override
  public Integer call() throws IOException, InterruptedException, RunnerException {
    List<Experiment> experiments = Experiment.all().stream().filter(this::isChosen).toList();
    if (experiments.isEmpty()) {
      System.err.printf("braid: nothing matches %s; see ./braid bench --list%n", chosen);
      return 2;
    }
    Table table = new Table(System.out);
    table.head();
    if (list) {
      for (Experiment experiment : experiments) {
        Laboratory.requireKnown(experiment.ours());
        experiment.rows().forEach(row -> table.plan(row, experiment.peer()));
      }
      return 0;
    }
    try (PrintStream log =
        new PrintStream(Files.newOutputStream(LOG), true, StandardCharsets.UTF_8)) {
      measure(experiments, new Laboratory(log, quick), table);
    }
    return 0;
  }

  private boolean isChosen(Experiment experiment) {
    return experiment.rows().stream().anyMatch(row -> chosen.matcher(row.work()).find());
  }

  private static void measure(List<Experiment> experiments, Laboratory laboratory, Table table)
      throws IOException, InterruptedException, RunnerException {
    Set<String> missing = new TreeSet<>();
    for (Experiment experiment : experiments) {
      Samples ours;
      try {
        ours = laboratory.measure(experiment.ours());
      } catch (MissingPeerException e) {
        throw new IllegalStateException("ours can't be missing", e);
      }
      Optional<Samples> theirs = Optional.empty();
      try {
        theirs = Optional.of(laboratory.measure(experiment.peer()));
      } catch (MissingPeerException e) {
        missing.add(e.getMessage());
      }
      for (Row row : experiment.rows()) {
        table.row(row, ours, experiment.peer(), theirs);
      }
    }
    missing.forEach(System.out::println);
  }
}
