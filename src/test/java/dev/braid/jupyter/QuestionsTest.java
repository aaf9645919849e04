package dev.braid.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionsTest {
  private Kernel kernel;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    kernel = new Kernel(directory);
  }

  @AfterEach
  void stop() {
    kernel.close();
  }

  private String content(PendingReply asked) throws Exception {
    return asked.await(Kernel.LONG).content().toString();
  }

  @Test
  void kernelSaysWhatItIs() throws Exception {
    assertThat(content(kernel.client.kernelInfo()))
        .isEqualTo(
            "{\"status\":\"ok\",\"protocol_version\":\"5.4\",\"implementation\":\"fake\","
                + "\"implementation_version\":\"1\",\"banner\":\"Hello, 世界\",\"debugger\":false,"
                + "\"language_info\":{\"name\":\"Fake\",\"version\":\"2\",\"mimetype\":\"text/x-fake\","
                + "\"file_extension\":\".fake\",\"pygments_lexer\":\"text\",\"codemirror_mode\":\"null\"},"
                + "\"help_links\":[],\"supported_features\":[]}");
  }

  @Test
  void completionsHaveTypesBesideThem() throws Exception {
    assertThat(content(kernel.client.complete("😀a", 2)))
        .isEqualTo(
            "{\"status\":\"ok\",\"matches\":[\"abs\",\"a\"],\"cursor_start\":1,\"cursor_end\":2,"
                + "\"metadata\":{\"_jupyter_types_experimental\":["
                + "{\"text\":\"abs\",\"type\":\"function\",\"start\":1,\"end\":2,\"signature\":\"(int)\"},"
                + "{\"text\":\"a\",\"type\":\"<unknown>\",\"start\":1,\"end\":2}]}}");
  }

  @ParameterizedTest
  @CsvSource({"0,0", "3,3", "6,6", "7,6", "-5,0", "99,6"})
  void cursorCountsCodePointsAndStaysWithin(int cursor, int seen) throws Exception {
    // Six code points, seven chars.
    assertThat(content(kernel.client.inspect("known😀", cursor, 0)))
        .isEqualTo(
            "{\"status\":\"ok\",\"found\":true,\"data\":{\"text/plain\":\"doc of known😀 at %d\"},\"metadata\":{}}"
                .formatted(seen));
  }

  @Test
  void unknownNameIsNotFound() throws Exception {
    assertThat(content(kernel.client.inspect("what", 1, 0)))
        .isEqualTo("{\"status\":\"ok\",\"found\":false,\"data\":{},\"metadata\":{}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x|{\"status\":\"complete\"}",
        "{|{\"status\":\"incomplete\",\"indent\":\"  \"}",
        "]|{\"status\":\"invalid\"}",
        "?|{\"status\":\"unknown\"}"
      })
  void codeIsCompleteOrNot(String code, String expected) throws Exception {
    assertThat(content(kernel.client.isComplete(code))).isEqualTo(expected);
  }

  @Test
  void questionWithoutCodeIsAnError() throws Exception {
    for (String type :
        new String[] {"complete_request", "inspect_request", "is_complete_request"}) {
      Message reply = kernel.client.ask(Channel.SHELL, type, Json.object()).await(Kernel.LONG);
      assertThat(reply.content().path("status").asText()).isEqualTo("error");
      assertThat(reply.content().path("evalue").asText()).contains(type, "code");
    }
  }

  @Test
  void faultOfTheInterpreterIsAnErrorReply() throws Exception {
    Message reply = kernel.client.complete("crash", 0).await(Kernel.LONG);

    assertThat(reply.content().path("status").asText()).isEqualTo("error");
    assertThat(reply.content().path("ename").asText()).isEqualTo("StackOverflowError");
    assertThat(kernel.client.complete("a", 1).await(Kernel.LONG).content().path("status").asText())
        .isEqualTo("ok");
  }
}
