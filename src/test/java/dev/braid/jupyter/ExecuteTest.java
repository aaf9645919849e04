package dev.braid.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecuteTest {
  private Kernel kernel;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    kernel = new Kernel(directory);
  }

  @AfterEach
  void stop() {
    kernel.close();
  }

  @Test
  void outputComesBetweenInputAndIdle() throws Exception {
    Kernel.Ran ran = kernel.run("print hello");

    assertThat(ran.types()).containsExactly("busy", "execute_input", "stream", "idle");
    assertThat(ran.only("execute_input").content().toString())
        .isEqualTo("{\"code\":\"print hello\",\"execution_count\":1}");
    assertThat(ran.only("stream").content().toString())
        .isEqualTo("{\"name\":\"stdout\",\"text\":\"hello\"}");
    assertThat(ran.status()).isEqualTo("ok");
    assertThat(ran.reply().content().path("payload").isArray()).isTrue();
    assertThat(ran.reply().content().path("user_expressions").isObject()).isTrue();
  }

  @Test
  void errorStreamIsApart() throws Exception {
    assertThat(kernel.run("warn 危").only("stream").content().toString())
        .isEqualTo("{\"name\":\"stderr\",\"text\":\"危\"}");
  }

  @Test
  void valueIsTheResult() throws Exception {
    Kernel.Ran ran = kernel.run("value 42");

    assertThat(ran.types()).containsExactly("busy", "execute_input", "execute_result", "idle");
    assertThat(ran.only("execute_result").content().toString())
        .isEqualTo("{\"execution_count\":1,\"data\":{\"text/plain\":\"42\"},\"metadata\":{}}");
  }

  @Test
  void failureIsOneErrorMessage() throws Exception {
    Kernel.Ran ran = kernel.run("fail now");

    assertThat(ran.types()).containsExactly("busy", "execute_input", "error", "idle");
    assertThat(ran.only("error").content().toString())
        .isEqualTo(
            "{\"ename\":\"Broken\",\"evalue\":\"now\",\"traceback\":[\"Broken: now\",\"at cell\"]}");
    assertThat(ran.status()).isEqualTo("error");
    assertThat(ran.reply().content().path("ename").asText()).isEqualTo("Broken");
    assertThat(ran.count()).isEqualTo(1);
  }

  @Test
  void faultOfTheInterpreterIsShownAndTheKernelLives() throws Exception {
    Kernel.Ran ran = kernel.run("crash oops");

    assertThat(ran.only("error").content().path("ename").asText())
        .isEqualTo("java.lang.IllegalStateException");
    assertThat(ran.only("error").content().path("evalue").asText()).isEqualTo("oops");
    assertThat(kernel.run("value 1").status()).isEqualTo("ok");
  }

  @Test
  void payloadsAreInTheReply() throws Exception {
    assertThat(kernel.run("page next").reply().content().path("payload").toString())
        .isEqualTo("[{\"source\":\"set_next_input\",\"text\":\"next\"}]");
  }

  @Test
  void replyToARequestWithoutCodeIsAnError() throws Exception {
    Message reply =
        kernel.client.ask(Channel.SHELL, "execute_request", Json.object()).await(Kernel.LONG);

    assertThat(reply.content().path("status").asText()).isEqualTo("error");
    assertThat(reply.content().path("evalue").asText()).contains("\"code\"");
    assertThat(kernel.run("value 1").status()).isEqualTo("ok");
  }

  @Nested
  class Counting {
    @Test
    void countsFromOne() throws Exception {
      assertThat(kernel.run("value a").count()).isEqualTo(1);
      assertThat(kernel.run("value b").count()).isEqualTo(2);
    }

    @Test
    void blankCodeCountsNothingAndRunsNothing() throws Exception {
      kernel.run("value a");
      Kernel.Ran blank = kernel.run(" \n");

      assertThat(blank.status()).isEqualTo("ok");
      assertThat(blank.count()).isEqualTo(1);
      assertThat(kernel.interpreter.begun).hasSize(1);
      assertThat(kernel.run("value b").count()).isEqualTo(2);
    }

    @Test
    void whatIsNotStoredIsNotCounted() throws Exception {
      kernel.run("value a");
      Kernel.Ran ran = kernel.run(ExecuteRequest.of("value b").withoutHistory());

      assertThat(ran.count()).isEqualTo(1);
      assertThat(ran.types()).contains("execute_input", "execute_result");
      assertThat(kernel.run("value c").count()).isEqualTo(2);
    }

    @Test
    void silentHasNeitherInputNorResult() throws Exception {
      Kernel.Ran ran = kernel.run(ExecuteRequest.of("value a").silently());

      assertThat(ran.types()).containsExactly("busy", "idle");
      assertThat(ran.status()).isEqualTo("ok");
      assertThat(ran.count()).isZero();
      assertThat(kernel.interpreter.begun.remove().silent()).isTrue();
    }

    @Test
    void silentStillPrints() throws Exception {
      assertThat(kernel.run(ExecuteRequest.of("print a").silently()).types())
          .containsExactly("busy", "stream", "idle");
    }
  }

  @Nested
  class UserExpressions {
    @Test
    void haveValuesOrErrors() throws Exception {
      Kernel.Ran ran =
          kernel.run(
              ExecuteRequest.of("print x")
                  .asking(Map.of("a", "x", "b", "fail", "c", "nothing", "d", "crash")));
      var values = ran.reply().content().path("user_expressions");

      assertThat(values.path("a").toString())
          .isEqualTo("{\"status\":\"ok\",\"data\":{\"text/plain\":\"X\"},\"metadata\":{}}");
      assertThat(values.path("b").path("status").asText()).isEqualTo("error");
      assertThat(values.path("b").path("ename").asText()).isEqualTo("Broken");
      assertThat(values.path("c").path("status").asText()).isEqualTo("ok");
      assertThat(values.path("d").path("evalue").asText()).isEqualTo("crashed");
      assertThat(ran.status()).isEqualTo("ok");
    }

    @Test
    void areEvaluatedAfterBlankCodeToo() throws Exception {
      Kernel.Ran ran = kernel.run(ExecuteRequest.of("").silently().asking(Map.of("a", "x")));

      assertThat(ran.reply().content().path("user_expressions").path("a").path("status").asText())
          .isEqualTo("ok");
    }

    @Test
    void areNotEvaluatedAfterAnError() throws Exception {
      Kernel.Ran ran = kernel.run(ExecuteRequest.of("fail x").asking(Map.of("a", "x")));

      assertThat(ran.reply().content().path("user_expressions").isEmpty()).isTrue();
    }
  }

  @Nested
  class Displays {
    @Test
    void valueIsShown() throws Exception {
      assertThat(kernel.run("display d").only("display_data").content().toString())
          .isEqualTo("{\"data\":{\"text/plain\":\"d\"},\"metadata\":{},\"transient\":{}}");
    }

    @Test
    void namedValueIsUpdated() throws Exception {
      String transientId = "{\"display_id\":\"id\"}";

      assertThat(kernel.run("named id").only("display_data").content().path("transient").toString())
          .isEqualTo(transientId);
      assertThat(
              kernel
                  .run("update id")
                  .only("update_display_data")
                  .content()
                  .path("transient")
                  .toString())
          .isEqualTo(transientId);
    }

    @Test
    void outputIsCleared() throws Exception {
      assertThat(kernel.run("clear").only("clear_output").content().toString())
          .isEqualTo("{\"wait\":true}");
    }
  }
}
