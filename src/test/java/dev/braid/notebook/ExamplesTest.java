package dev.braid.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The notebooks, run once by the real kernel: every example of the source documents shows what it
/// must.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class ExamplesTest {
  // What the source documents show, and what a lesson shows beside.
  private static final Pattern TAG = Pattern.compile("(?:seed|lesson):(.+)");
  private static final Map<String, Consumer<Shown>> CHECKS =
      Stream.of(
              Examples.CHECKS,
              QueueExamples.CHECKS,
              LockExamples.CHECKS,
              PoolExamples.CHECKS,
              ManagerExamples.CHECKS,
              LifecycleExamples.CHECKS)
          .flatMap(each -> each.entrySet().stream())
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  private static final Set<String> OUTPUT_TYPES =
      Set.of("stream", "display_data", "execute_result", "error");

  /// As they were run, by their files.
  private final Map<Path, Notebook> executed = new LinkedHashMap<>();

  static List<Path> notebooks() throws IOException {
    try (Stream<Path> files = Files.list(Checkout.current().folder().resolve("notebooks"))) {
      return files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList();
    }
  }

  // A class's own limit is not for what comes before its tests. It is there against a hang.
  @BeforeAll
  @Timeout(600)
  void run() throws IOException, InterruptedException {
    var options =
        new NotebookRun.Options(
            KernelCommand.ofThisProgram(), Optional.empty(), false, Optional.empty());
    for (Path file : notebooks()) {
      Notebook notebook = Notebook.read(file);
      var transcript = new Transcript(new PrintWriter(new StringWriter()), false);
      new NotebookRun(notebook, options, transcript).execute();
      executed.put(file, notebook);
    }
  }

  /// The cells of each example, by its id.
  private Map<String, List<Cell>> tagged() {
    Map<String, List<Cell>> cells = new LinkedHashMap<>();
    for (Notebook notebook : executed.values()) {
      for (Cell cell : notebook.cells()) {
        for (JsonNode tag : cell.json().path("metadata").path("tags")) {
          Matcher matcher = TAG.matcher(tag.asText());
          if (matcher.matches()) {
            cells.computeIfAbsent(matcher.group(1), _ -> new ArrayList<>()).add(cell);
          }
        }
      }
    }
    return cells;
  }

  @Test
  void everyExampleHasItsCellAndItsCheck() {
    assertThat(new TreeSet<>(tagged().keySet())).isEqualTo(new TreeSet<>(CHECKS.keySet()));
  }

  @TestFactory
  Stream<DynamicTest> exampleShowsWhatItMust() {
    return tagged().entrySet().stream()
        .map(each ->
            DynamicTest.dynamicTest(
                each.getKey(),
                () -> {
                  Consumer<Shown> check =
                      CHECKS.getOrDefault(each.getKey(), _ -> fail("has no check"));
                  check.accept(Shown.by(each.getValue()));
                }));
  }

  @Test
  void noCheckIsContentWithTheOutputOfAnotherExample() {
    Map<String, List<Cell>> cells = tagged();
    CHECKS.forEach((id, check) ->
        cells.forEach((other, shown) -> {
          if (!other.equals(id)) {
            assertThatThrownBy(() -> check.accept(Shown.by(shown)))
                .as("the check of %s, given the output of %s", id, other)
                .isNotNull();
          }
        }));
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void committedOneIsValid(Path file) throws IOException {
    JsonNode json = new ObjectMapper().readTree(file.toFile());

    assertThat(json.path("nbformat").asInt()).isEqualTo(4);
    assertThat(json.path("nbformat_minor").asInt()).isGreaterThanOrEqualTo(5);
    assertThat(json.path("metadata").path("kernelspec").path("name").asText()).isEqualTo("braid");
    List<JsonNode> cells = json.path("cells").valueStream().toList();
    assertThat(cells)
        .extracting(cell -> cell.path("id").asText())
        .allMatch(id -> id.matches("[a-zA-Z0-9_-]{1,64}"))
        .doesNotHaveDuplicates();
    assertThat(cells.stream().flatMap(cell -> cell.path("outputs").valueStream()))
        .extracting(output -> output.path("output_type").asText())
        .isSubsetOf(OUTPUT_TYPES);
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void committedOneHasTheOutputsOfItsCells(Path file) throws IOException {
    Notebook committed = Notebook.read(file);
    Notebook now = executed.getOrDefault(file, committed);
    assertThat(committed.cells()).hasSameSizeAs(now.cells());
    for (Cell cell : committed.cells()) {
      assertThat(cell.json().path("execution_count"))
          .as("the number of cell %d; run it with --in-place", cell.number())
          .isEqualTo(now.cell(cell.number()).json().path("execution_count"));
      if (cell.isCode() && !now.cell(cell.number()).outputs().isEmpty()) {
        assertThat(cell.outputs())
            .as("the outputs of cell %d; run it with --in-place", cell.number())
            .isNotEmpty();
      }
    }
  }
}
