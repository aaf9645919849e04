package dev.braid.jupyter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StdinTest {
  private Kernel kernel;
  private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
  private final BlockingQueue<Optional<String>> answers = new LinkedBlockingQueue<>();

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    kernel = new Kernel(directory);
    kernel.client.onInput((prompt, password) -> {
      asked.add(prompt + (password ? " (secret)" : ""));
      try {
        return answers.take();
      } catch (InterruptedException e) {
        return Optional.empty();
      }
    });
  }

  @AfterEach
  void stop() {
    kernel.close();
  }

  private PendingReply begin(String code) {
    return kernel.begin(ExecuteRequest.of(code).withStdin());
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "", "é", "中文", "😀 and 👨‍👩‍👧", "\\ \" \u0001"})
  void answerArrivesAsItWasTyped(String answer) throws Exception {
    answers.add(Optional.of(answer));

    assertThat(kernel.end(begin("input 名前は?")).only("stream").content().path("text").asText())
        .isEqualTo(answer);
    assertThat(asked.take()).isEqualTo("名前は?");
  }

  @Test
  void passwordIsAskedForAsOne() throws Exception {
    answers.add(Optional.of("x"));
    kernel.end(begin("password pin"));

    assertThat(asked.take()).isEqualTo("pin (secret)");
  }

  @Test
  void endOfInputIsAnException() throws Exception {
    answers.add(Optional.empty());

    assertThat(kernel.end(begin("input ?")).only("error").content().path("ename").asText())
        .isEqualTo("EOFException");
  }

  @Test
  void clientThatCannotBeAskedIsNotAsked() throws Exception {
    Kernel.Ran ran = kernel.run("input ?");

    assertThat(ran.only("error").content().path("ename").asText())
        .isEqualTo("StdinNotAllowedException");
    assertThat(asked).isEmpty();
  }

  @Test
  void interruptEndsTheWait() throws Exception {
    PendingReply waiting = begin("input ?");
    asked.take();
    kernel.client.interrupt().await(Kernel.LONG);

    assertThat(kernel.end(waiting).only("error").content().path("ename").asText())
        .isEqualTo("Interrupted");
  }

  @Test
  void answerToAnInterruptedQuestionIsNotTakenForTheNext() throws Exception {
    PendingReply waiting = begin("input first");
    asked.take();
    kernel.client.interrupt().await(Kernel.LONG);
    kernel.end(waiting);
    answers.add(Optional.of("stale"));
    answers.add(Optional.of("fresh"));

    PendingReply next = begin("input second");

    assertThat(kernel.end(next).only("stream").content().path("text").asText()).isEqualTo("fresh");
  }

  @Test
  void threadsOfACellAreAnsweredOneAfterTheOther() throws Exception {
    PendingReply running = begin("block");
    kernel.awaitBegun("block");
    long cell = kernel.interpreter.cell("block");
    Host host = Kernel.get(kernel.interpreter.host);
    List<CompletableFuture<String>> got = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String prompt = "q" + i;
      CompletableFuture<String> answer = new CompletableFuture<>();
      got.add(answer);
      Thread.ofVirtual()
          .start(() -> {
            try {
              answer.complete(host.input(cell, prompt, false));
            } catch (Exception e) {
              answer.completeExceptionally(e);
            }
          });
    }
    for (int i = 0; i < 3; i++) {
      String prompt = asked.take();
      assertThat(asked).isEmpty();
      answers.add(Optional.of("to " + prompt));
      Kernel.get(got.get(prompt.charAt(1) - '0'));
    }

    assertThat(got).extracting(Kernel::get).containsExactly("to q0", "to q1", "to q2");
    kernel.interpreter.unblock.release();
    kernel.end(running);
  }

  @Test
  void interruptedThreadStopsWaiting() throws Exception {
    PendingReply running = begin("block");
    kernel.awaitBegun("block");
    long cell = kernel.interpreter.cell("block");
    Host host = Kernel.get(kernel.interpreter.host);
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    Thread waiting =
        Thread.ofPlatform()
            .start(() -> {
              try {
                host.input(cell, "?", false);
              } catch (Exception e) {
                ended.complete(e);
              }
            });
    asked.take();
    waiting.interrupt();

    assertThat(Kernel.get(ended)).isInstanceOf(InterruptedException.class);
    waiting.join();
    kernel.interpreter.unblock.release();
    kernel.end(running);
  }

  @Test
  void questionEndsWithItsCell() throws Exception {
    PendingReply running = begin("block");
    kernel.awaitBegun("block");
    long cell = kernel.interpreter.cell("block");
    Host host = Kernel.get(kernel.interpreter.host);
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            host.input(cell, "?", false);
          } catch (Exception e) {
            ended.complete(e);
          }
        });
    asked.take();
    kernel.interpreter.unblock.release();
    kernel.end(running);

    assertThat(Kernel.get(ended))
        .isInstanceOf(EOFException.class)
        .hasMessageContaining("has ended");
    assertThatThrownBy(() -> host.input(cell, "?", false)).isInstanceOf(EOFException.class);
  }
}
