package dev.braid.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.braid.display.ProgressBar;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TranscriptTest {
  private final StringWriter written = new StringWriter();

  private static JsonNode display(String text, boolean passes) {
    var content = JsonNodeFactory.instance.objectNode();
    content.putObject("data").put("text/plain", text);
    if (passes) {
      content.putObject("metadata").putObject("text/plain").put(ProgressBar.PASSING, true);
    }
    return content;
  }

  private String shown(boolean isTerminal) {
    Transcript transcript = new Transcript(new PrintWriter(written), isTerminal);
    transcript.source(1, "map()");
    written.getBuffer().setLength(0);
    transcript.message(1, "display_data", display("10 %", true));
    transcript.message(1, "update_display_data", display("20 %", true));
    transcript.note("between");
    transcript.message(1, "update_display_data", display("30 %", true));
    transcript.message(1, "update_display_data", display("done", false));
    return written.toString();
  }

  @Test
  void onATerminalProgressChangesInPlace() {
    String erase = "\r\u001B[2K";
    assertThat(shown(true))
        .isEqualTo(
            erase
                + "10 %"
                + erase
                + "20 %"
                + erase
                + "between\n"
                + erase
                + "30 %"
                + erase
                + "done\n");
  }

  @Test
  void elsewhereOnlyItsEndIsShown() {
    assertThat(shown(false)).isEqualTo("between\ndone\n");
  }
}
