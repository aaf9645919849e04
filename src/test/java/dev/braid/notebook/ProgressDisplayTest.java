package dev.braid.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.braid.jupyter.Message;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Progress under a cell, through the real kernel and protocol.
@Timeout(120)
class ProgressDisplayTest {
  @TempDir private static Path folder;
  private static LiveKernel kernel;
  private static final AtomicInteger GATES = new AtomicInteger();

  @BeforeAll
  static void start() throws Exception {
    kernel = new LiveKernel(folder);
    kernel.run(
        """
        import dev.braid.pool.*;
        void await(String gate) throws Exception {
          try (var pipe = new java.io.FileInputStream(gate)) { pipe.read(); }
        }
        void job(String gate) throws Exception {
          try (var reporter = ProgressReporter.of("squares", OptionalLong.of(3), false)) {
            reporter.done("Worker-1", 1, 0);
            await(gate);
            reporter.done("Worker-2", 2, 1);
          }
        }
        """);
  }

  @AfterAll
  static void close() throws Exception {
    kernel.close();
  }

  private static String plain(Message message) {
    return message.content().path("data").path("text/plain").asText();
  }

  /// All states of all bars.
  private static List<Message> states(LiveKernel.Ran cell) {
    return Stream.of("display_data", "update_display_data")
        .flatMap(type -> cell.output(type).stream())
        .toList();
  }

  private static JsonNode id(Message message) {
    return message.content().path("transient").path("display_id");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "job(gate); await(seen);",
        "var p = new Process(() -> { job(gate); await(seen); }); p.start(); p.join();"
      })
  void aBarIsShownAndChangesInPlaceAndEndsAsALine(String code) throws Exception {
    String name = "gate " + GATES.incrementAndGet();
    try (Gate gate = Gate.at(folder, name);
        Gate seen = Gate.at(folder, name + " seen")) {
      kernel.run("String gate = \"%1$s\"; String seen = \"%1$s seen\";".formatted(name));
      LiveKernel.Ran cell = kernel.begin(code);
      // What it shows first is as far as the job is after half a second, on a busy machine nowhere.
      cell.awaitOutput(
          ran ->
              states(ran).stream()
                  .anyMatch(state -> plain(state).startsWith("squares: 1 of 3 (33 %), ")),
          "bar");
      assertThat(states(cell).getLast().content().path("data").path("text/html").asText())
          .contains("role=\"progressbar\"", "aria-valuenow=\"1\"");
      gate.open();
      cell.awaitOutput(
          ran -> plain(states(ran).getLast()).matches("squares: 3 of 3 in .*, 1 failed"), "end");
      seen.open();
      assertThat(cell.status()).isEqualTo("ok");
      assertThat(cell.output("display_data")).hasSize(1);
      assertThat(cell.output("update_display_data"))
          .isNotEmpty()
          .allSatisfy(update -> assertThat(id(update)).isEqualTo(id(states(cell).getFirst())));
      assertThat(cell.err()).isEmpty();
    }
  }

  /// What begins first would be shown first: when the last job's bar is there, that of no other one
  /// comes any more.
  @Test
  void aShortJobOrAQuietOneShowsNothing() throws Exception {
    String name = "gate " + GATES.incrementAndGet();
    try (Gate gate = Gate.at(folder, name)) {
      LiveKernel.Ran cell =
          kernel.begin(
              """
              for (int i : range(1000))
                try (var reporter = ProgressReporter.of("short", OptionalLong.of(1), false)) {
                  reporter.done("Worker-1", 1, 0);
                }
              try (var reporter = ProgressReporter.of("quiet", OptionalLong.of(1), true)) {
                job("%s");
              }
              """
                  .formatted(name));
      cell.awaitOutput(ran -> !ran.output("display_data").isEmpty(), "bar");
      gate.open();
      assertThat(cell.status()).isEqualTo("ok");
      assertThat(cell.output("display_data"))
          .singleElement()
          .satisfies(bar -> assertThat(plain(bar)).startsWith("squares: "));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"new Pool(2)", "Pool.ofThreads(2)", "Pool.ofVirtualThreads()"})
  void aPoolsBarHasItsLabelAndEachWorkersShare(String workers) throws Exception {
    String name = "gate " + GATES.incrementAndGet();
    try (Gate gate = Gate.at(folder, name)) {
      LiveKernel.Ran cell =
          kernel.begin(
              """
              var gate = "%s";
              var both = new Barrier(2);
              var pool = %s;
              pool.label("cubes");
              var cubes = pool.mapAsync(x -> {
                if (x < 2) both.await();
                if (x == 2) await(gate);
                if (x == 2) throw new IllegalStateException("two");
                return x;
              }, range(3), 1);
              cubes.await(seconds(100));
              pool.close();
              pool.join();
              """
                  .formatted(name, workers));
      cell.awaitOutput(ran -> shown(ran).contains("cubes: 2 of 3 (66 %)"), "bar");
      gate.open();
      assertThat(cell.status()).isEqualTo("ok");
      cell.awaitOutput(ran -> shown(ran).contains("cubes: 3 of 3 in "), "end");
      assertThat(cell.output("display_data")).hasSize(1);
      String shown = shown(cell);
      assertThat(shown)
          .containsPattern("Pool(Worker|Thread)-[0-9]+ 50 % · Pool(Worker|Thread)-[0-9]+ 50 %")
          .containsPattern("cubes: 3 of 3 in [^<]*, 1 failed");
    }
  }

  /// All states of all bars, as HTML.
  private static String shown(LiveKernel.Ran cell) {
    return states(cell).stream()
        .map(bar -> bar.content().path("data").path("text/html").asText())
        .collect(Collectors.joining("\n"));
  }

  @Test
  void insightsAreATable() throws Exception {
    LiveKernel.Ran cell =
        kernel.run(
            """
            var sheet = new Timesheet();
            var card = sheet.starting("Worker-1");
            card.ready(4711);
            card.finished(1, 2_000_000);
            card.took(2_000_000, List.of(1, 2));
            card.ended();
            sheet.insights()
            """);
    JsonNode data = cell.output("execute_result").getFirst().content().path("data");
    assertThat(data.path("text/html").asText()).contains("<table", ">[1, 2]</td>");
    assertThat(data.path("text/plain").asText()).startsWith("worker     pid  tasks ");
  }
}
