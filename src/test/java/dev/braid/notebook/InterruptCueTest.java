package dev.braid.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class InterruptCueTest {
  private final ObjectNode json = JsonNodeFactory.instance.objectNode();
  private final Cell cell = new Cell(1, json);

  private InterruptCue cue(String... tags) {
    for (String tag : tags) {
      json.withObjectProperty("metadata").withArrayProperty("tags").add(tag);
    }
    return InterruptCue.of(cell);
  }

  private void print(String stream, String text) {
    cell.outputs().addObject().put("output_type", "stream").put("name", stream).put("text", text);
  }

  @Test
  void isGivenOnceByWhatStandsInSeveralOutputs() {
    InterruptCue cue = cue("seed:E1", "interrupt-after:1\\s+2");
    assertThat(cue.isGivenBy(cell)).isFalse();
    print("stdout", "1\n");
    print("stderr", "warning\n");
    assertThat(cue.isGivenBy(cell)).isFalse();
    print("stdout", "2\n");
    assertThat(cue.isGivenBy(cell)).isTrue();
    assertThat(cue.isGivenBy(cell)).isFalse();
  }

  @Test
  void errorsDoNotGiveIt() {
    InterruptCue cue = cue("interrupt-after:1");
    print("stderr", "1");
    assertThat(cue.isGivenBy(cell)).isFalse();
  }

  @Test
  void cellWithoutTheTagHasNone() {
    InterruptCue cue = cue("raises-exception");
    print("stdout", "interrupt-after:");
    assertThat(cue.isGivenBy(cell)).isFalse();
  }
}
