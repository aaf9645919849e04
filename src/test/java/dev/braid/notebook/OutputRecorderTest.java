package dev.braid.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;

class OutputRecorderTest {
  private final OutputRecorder recorder = new OutputRecorder();
  private final Cell cell = new Cell(1, JsonNodeFactory.instance.objectNode());
  private final Cell other = new Cell(2, JsonNodeFactory.instance.objectNode());

  private void record(String type, String content) throws JsonProcessingException {
    record(cell, type, content);
  }

  private void record(Cell to, String type, String content) throws JsonProcessingException {
    recorder.record(to, type, NotebookJson.read(content));
  }

  private static void assertOutputs(ArrayNode outputs, String expected)
      throws JsonProcessingException {
    assertThat(outputs).isEqualTo(NotebookJson.read(expected));
  }

  @Test
  void textOfOneStreamRunsTogetherLineByLine() throws Exception {
    record("stream", "{\"name\": \"stdout\", \"text\": \"one\\ntw\"}");
    record("stream", "{\"name\": \"stdout\", \"text\": \"o\\nthree\"}");
    assertOutputs(
        cell.outputs(),
        """
        [{"output_type": "stream", "name": "stdout", "text": ["one\\n", "two\\n", "three"]}]
        """);
  }

  @Test
  void streamsStayApartAndInOrder() throws Exception {
    record("stream", "{\"name\": \"stdout\", \"text\": \"a\"}");
    record("stream", "{\"name\": \"stderr\", \"text\": \"b\"}");
    record("stream", "{\"name\": \"stdout\", \"text\": \"c\"}");
    assertThat(cell.outputs().findValuesAsText("name"))
        .containsExactly("stdout", "stderr", "stdout");
  }

  @Test
  void emptyTextIsNoOutput() throws Exception {
    record("stream", "{\"name\": \"stdout\", \"text\": \"\"}");
    assertThat(cell.outputs()).isEmpty();
  }

  @Test
  void resultHasItsNumberAndTextInLines() throws Exception {
    record(
        "execute_result",
        """
        {"execution_count": 3, "data": {"text/plain": "a\\nb", "application/json": {"k": 1}},
         "metadata": {}}
        """);
    assertOutputs(
        cell.outputs(),
        """
        [{"output_type": "execute_result",
          "data": {"text/plain": ["a\\n", "b"], "application/json": {"k": 1}},
          "metadata": {}, "execution_count": 3}]
        """);
  }

  @Test
  void errorKeepsItsTraceback() throws Exception {
    record("error", "{\"ename\": \"E\", \"evalue\": \"v\", \"traceback\": [\"l1\", \"l2\"]}");
    assertOutputs(
        cell.outputs(),
        """
        [{"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["l1", "l2"]}]
        """);
  }

  @Test
  void displayIdIsNotWritten() throws Exception {
    record("display_data", display("x", "old"));
    assertOutputs(
        cell.outputs(),
        "[{\"output_type\": \"display_data\", \"data\": {\"text/plain\": [\"old\"]},"
            + " \"metadata\": {}}]");
  }

  @Test
  void updateChangesTheDisplayInEveryCell() throws Exception {
    record(cell, "display_data", display("x", "old"));
    record(other, "display_data", display("x", "old"));
    record(other, "display_data", display("y", "other"));
    record(other, "update_display_data", display("x", "new"));
    assertThat(cell.outputs().toString()).contains("new").doesNotContain("old");
    assertThat(other.outputs().toString()).contains("new", "other").doesNotContain("old");
  }

  @Test
  void updateOfAnUnknownDisplayShowsNothing() throws Exception {
    record("update_display_data", display("never", "new"));
    assertThat(cell.outputs()).isEmpty();
  }

  @Test
  void clearingRemovesAtOnce() throws Exception {
    record("stream", "{\"name\": \"stdout\", \"text\": \"a\"}");
    record("clear_output", "{\"wait\": false}");
    assertThat(cell.outputs()).isEmpty();
  }

  @Test
  void clearingThatWaitsRemovesWhenTheNextComes() throws Exception {
    record("stream", "{\"name\": \"stdout\", \"text\": \"a\"}");
    record("clear_output", "{\"wait\": true}");
    assertThat(cell.outputs()).hasSize(1);
    record("stream", "{\"name\": \"stdout\", \"text\": \"b\"}");
    assertOutputs(
        cell.outputs(), "[{\"output_type\": \"stream\", \"name\": \"stdout\", \"text\": [\"b\"]}]");
  }

  @Test
  void clearingOneCellSparesTheOthers() throws Exception {
    record(cell, "clear_output", "{\"wait\": true}");
    record(other, "stream", "{\"name\": \"stdout\", \"text\": \"a\"}");
    record(other, "stream", "{\"name\": \"stdout\", \"text\": \"b\"}");
    assertThat(other.outputs().toString()).contains("ab");
  }

  @Test
  void messagesThatShowNothingLeaveNothing() throws Exception {
    record("status", "{\"execution_state\": \"busy\"}");
    record("execute_input", "{\"code\": \"1\", \"execution_count\": 1}");
    assertThat(cell.outputs()).isEmpty();
  }

  private static String display(String id, String text) {
    return "{\"data\": {\"text/plain\": \"%s\"}, \"metadata\": {}, \"transient\": {\"display_id\": \"%s\"}}"
        .formatted(text, id);
  }
}
