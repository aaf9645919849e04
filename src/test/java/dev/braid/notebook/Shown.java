package dev.braid.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What the cells of one example have shown, from top to bottom.
///
/// @param counts of the cells, the n of each `In [n]`
/// @param lines of standard output
/// @param values that were shown, displays and results, as text
/// @param pictures among them, as SVG
/// @param errors of cells that failed, each as `name: value`
/// @param traces of these errors, without colours
record Shown(
    List<Integer> counts,
    List<String> lines,
    List<String> values,
    List<String> pictures,
    List<String> errors,
    List<String> traces) {
  static Shown by(List<Cell> cells) {
    Shown shown =
        new Shown(
            cells.stream().map(cell -> cell.json().path("execution_count").asInt()).toList(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>());
    cells.forEach(cell -> cell.outputs().forEach(shown::add));
    return shown;
  }

  private void add(JsonNode output) {
    switch (output.path("output_type").asText()) {
      case "stream" -> {
        if (output.path("name").asText().equals("stdout")) {
          lines.addAll(MultilineText.join(output.path("text")).lines().toList());
        }
      }
      case "display_data", "execute_result" -> {
        JsonNode data = output.path("data");
        values.add(MultilineText.join(data.path("text/plain")));
        if (data.has("image/svg+xml")) {
          pictures.add(MultilineText.join(data.path("image/svg+xml")));
        }
      }
      case "error" -> {
        errors.add(output.path("ename").asText() + ": " + output.path("evalue").asText());
        traces.add(
            output
                .path("traceback")
                .valueStream()
                .map(line -> line.asText().replaceAll("\u001b\\[[0-9;]*m", ""))
                .collect(Collectors.joining("\n")));
      }
      default -> {
        // Nothing else is known.
      }
    }
  }

  /// All lines that match as a whole.
  List<MatchResult> all(String regex) {
    Pattern pattern = Pattern.compile(regex);
    return lines.stream()
        .map(pattern::matcher)
        .filter(Matcher::matches)
        .map(Matcher::toMatchResult)
        .toList();
  }

  /// The only line that matches as a whole.
  MatchResult one(String regex) {
    assertThat(all(regex)).as("lines that match %s, of %s", regex, lines).hasSize(1);
    return all(regex).getFirst();
  }

  /// A pid in the only line that matches, as its first group.
  long pid(String regex) {
    long pid = Long.parseLong(one(regex).group(1));
    assertThat(pid).isPositive();
    return pid;
  }

  /// The seconds in the only line that matches, as its first group.
  double seconds(String regex) {
    return Double.parseDouble(one(regex).group(1).replace(',', '.'));
  }

  /// Says that these lines are there, once each and in this order; others may stand between.
  void inOrder(String... expected) {
    assertThat(lines).containsSubsequence(expected);
    for (String each : expected) {
      assertThat(lines).containsOnlyOnce(each);
    }
  }

  /// Says that of several that begin and end, at least two ran at the same time.
  void overlap(String begin, String end) {
    int running = 0;
    int most = 0;
    for (String line : lines) {
      running += line.endsWith(begin) ? 1 : 0;
      running -= line.endsWith(end) ? 1 : 0;
      most = Math.max(most, running);
    }
    assertThat(most).as("how many ran at once, in %s", lines).isGreaterThan(1);
    assertThat(running).as("those that did not end, in %s", lines).isZero();
  }
}
