package dev.braid.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the cells of one example have shown, from top to bottom.
///
/// @param lines of standard output
/// @param errors of cells that failed, each as `name: value`
record Shown(List<String> lines, List<String> errors) {
  static Shown by(List<Cell> cells) {
    List<String> lines = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    for (Cell cell : cells) {
      for (var output : cell.outputs()) {
        if (output.path("name").asText().equals("stdout")) {
          lines.addAll(MultilineText.join(output.path("text")).lines().toList());
        } else if (output.path("output_type").asText().equals("error")) {
          errors.add(output.path("ename").asText() + ": " + output.path("evalue").asText());
        }
      }
    }
    return new Shown(List.copyOf(lines), List.copyOf(errors));
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
