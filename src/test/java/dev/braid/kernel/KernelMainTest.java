package dev.braid.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.jupyter.ConnectionFile;
import dev.braid.jupyter.ExecuteRequest;
import dev.braid.jupyter.KernelClient;
import dev.braid.jupyter.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The kernel as a program of its own, and a client at the other end of the wire.
@Timeout(120)
class KernelMainTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path home;
  private Path connectionFile;

  // Every test starts one, after the connection file is written or not.
  @SuppressWarnings("NullAway.Init")
  private Process kernel;

  @BeforeEach
  void name() {
    connectionFile = home.resolve("connection.json");
  }

  @AfterEach
  void end() throws InterruptedException {
    kernel.destroyForcibly();
    kernel.waitFor();
  }

  private void start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Duser.home=" + home,
            "-cp",
            System.getProperty("java.class.path"),
            KernelMain.class.getName(),
            connectionFile.toString());
    builder.environment().put("HOME", home.toString());
    builder.environment().put("XDG_DATA_HOME", home.toString());
    builder.environment().put("XDG_STATE_HOME", home.toString());
    kernel = builder.redirectErrorStream(true).start();
  }

  private KernelClient connected() throws Exception {
    ConnectionFile connection = ConnectionFile.create();
    connection.write(connectionFile);
    start();
    KernelClient client = KernelClient.connect(connection);
    client.ready(PATIENCE);
    return client;
  }

  @Test
  void cellsRunOverTheWireUntilShutdown() throws Exception {
    try (KernelClient client = connected()) {
      List<Message> published = new CopyOnWriteArrayList<>();
      Message reply =
          client
              .execute(
                  ExecuteRequest.of("System.out.println(\"hello\"); display(3); 40 + 2"),
                  published::add)
              .await(PATIENCE);

      assertThat(reply.text("status")).isEqualTo("ok");
      assertThat(published)
          .extracting(Message::type)
          .containsSubsequence("execute_input", "stream", "display_data", "execute_result");
      Message failed =
          client.execute(ExecuteRequest.of("throw new Error(\"x\");"), _ -> {}).await(PATIENCE);
      assertThat(failed.text("ename")).isEqualTo("java.lang.Error");
      client.shutdown(false).await(PATIENCE);
    }
    assertThat(kernel.waitFor()).isZero();
  }

  @Test
  void sigtermEndsIt() throws Exception {
    try (KernelClient _ = connected()) {
      kernel.destroy();
      assertThat(kernel.waitFor()).isEqualTo(143);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not json", "{}", "[]", "{\"ip\": \"127.0.0.1\"}"})
  void badConnectionFileIsOneLineAndStatus2(String content) throws Exception {
    if (!content.isEmpty()) {
      Files.writeString(connectionFile, content);
    }
    start();
    String said = new String(kernel.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(kernel.waitFor()).isEqualTo(2);
    assertThat(said.lines()).singleElement().asString().contains("connection.json");
  }
}
