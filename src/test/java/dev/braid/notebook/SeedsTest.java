package dev.braid.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every example of the source documents is a cell of a notebook, tagged `seed:ID`.
class SeedsTest {
  private static final String TAG = "seed:";

  /// The documents' examples: A1 to A12, and so on.
  private static final Set<String> EXAMPLES =
      Stream.of(ids("A", 12), ids("B", 10), ids("C", 4), ids("D", 6), ids("E", 12))
          .flatMap(ids -> ids)
          .collect(java.util.stream.Collectors.toUnmodifiableSet());

  private static Stream<String> ids(String document, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> document + i);
  }

  @Test
  void everyExampleIsInANotebookAndNoOtherIs() throws IOException {
    Set<String> tagged = new TreeSet<>();
    for (Path file : ExamplesTest.notebooks()) {
      for (Cell cell : Notebook.read(file).cells()) {
        for (JsonNode tag : cell.json().path("metadata").path("tags")) {
          if (tag.asText().startsWith(TAG)) {
            tagged.add(tag.asText().substring(TAG.length()));
          }
        }
      }
    }
    Set<String> missing = new TreeSet<>(EXAMPLES);
    missing.removeAll(tagged);
    assertThat(missing).as("examples that are in no notebook").isEmpty();
    assertThat(tagged).as("tags of notebooks").isSubsetOf(EXAMPLES);
  }
}
