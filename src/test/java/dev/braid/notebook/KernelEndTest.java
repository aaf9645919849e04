package dev.braid.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.jupyter.ConnectionFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// However the kernel ends, so do all processes below it, and nothing of them is left.
@Timeout(120)
class KernelEndTest {
  private static final Pattern PID = Pattern.compile("(?:kernel|child|daemon|grandchild) (\\d+)");
  private static final String FAMILY =
      """
      println("kernel " + getpid());
      var child = new Process(() -> {
        var grandchild = new Process(() -> { println("grandchild " + getpid()); sleep(10_000); });
        grandchild.start();
        println("child " + getpid());
        grandchild.join();
      });
      child.start();
      var daemon = new Process(() -> { println("daemon " + getpid()); sleep(10_000); }).daemon(true);
      daemon.start();
      """;

  @TempDir private Path folder;

  /// A way to end a kernel.
  private interface End {
    void of(LiveKernel kernel) throws Exception;
  }

  private void everyProcessEnds(End end) throws Exception {
    try (LiveKernel kernel = new LiveKernel(folder, ownTemporaryDirectory())) {
      ConnectionFile connection = kernel.process.connection();
      List<ProcessHandle> family =
          family(
              kernel
                  .run(FAMILY)
                  .awaitOutput(ran -> pids(ran.out()).size() == 4, "four pids")
                  .out());
      end.of(kernel);
      awaitEnd(family);
      kernel.client.close();
      for (int port : connection.ports().values()) {
        // It would be refused while anybody, such as a forgotten child, still listened.
        new ServerSocket(port, 1, InetAddress.getByName(connection.ip())).close();
      }
      nothingIsLeft(family);
    }
  }

  private static List<Long> pids(String text) {
    List<Long> pids = new ArrayList<>();
    for (Matcher matcher = PID.matcher(text); matcher.find(); ) {
      pids.add(Long.parseLong(matcher.group(1)));
    }
    return pids;
  }

  private static List<ProcessHandle> family(String text) {
    List<ProcessHandle> family =
        pids(text).stream().flatMap(pid -> ProcessHandle.of(pid).stream()).toList();
    assertThat(family).as("the processes in %s", text).hasSize(4);
    return family;
  }

  private static void awaitEnd(List<ProcessHandle> family) throws Exception {
    for (ProcessHandle each : family) {
      each.onExit().get(LiveKernel.LONG.toSeconds(), TimeUnit.SECONDS);
    }
  }

  /// For every JVM below the test, so that the files of others don't matter.
  private String ownTemporaryDirectory() throws IOException {
    return "JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp"));
  }

  private void nothingIsLeft(List<ProcessHandle> family) throws IOException {
    assertThat(folder.resolve("tmp")).isEmptyDirectory();
    Path shared = Path.of("/dev/shm");
    if (Files.isDirectory(shared)) {
      try (Stream<Path> files = Files.list(shared)) {
        // A file there names the pid of its owner.
        assertThat(files.map(file -> file.getFileName().toString()))
            .noneMatch(name -> family.stream().anyMatch(each -> name.contains("" + each.pid())));
      }
    }
  }

  private static void signal(String name, long pid) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start();
    assertThat(kill.waitFor()).isZero();
  }

  @Test
  void byAShutdownRequest() throws Exception {
    everyProcessEnds(kernel ->
        assertThat(
                kernel
                    .client
                    .shutdown(false)
                    .await(LiveKernel.LONG)
                    .content()
                    .path("status")
                    .asText())
            .isEqualTo("ok"));
  }

  @Test
  void byAShutdownRequestWhileACellRuns() throws Exception {
    everyProcessEnds(kernel -> {
      kernel.begin("{ println(\"on\"); while (true) {} }").awaitOut("on\n");
      kernel.client.shutdown(true).await(LiveKernel.LONG);
    });
  }

  @Test
  void bySigterm() throws Exception {
    everyProcessEnds(kernel -> signal("TERM", kernel.process.pid()));
  }

  @Test
  void bySigtermWhileACellRuns() throws Exception {
    everyProcessEnds(kernel -> {
      kernel.begin("println(\"on\"); child.join();").awaitOut("on\n");
      signal("TERM", kernel.process.pid());
    });
  }

  @Test
  void bySigkill() throws Exception {
    everyProcessEnds(kernel -> signal("KILL", kernel.process.pid()));
  }

  @Test
  void withItsRunnerWhenThatIsKilled() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("family.ipynb"), NotebookTest.code(FAMILY + "child.join();"));
    List<String> command = new ArrayList<>(List.of("/usr/bin/env", ownTemporaryDirectory()));
    command.addAll(KernelCommand.ofThisProgram(Main.class.getName()).with("run"));
    command.addAll(List.of(file.toString(), "--output", folder.resolve("out").toString()));
    Process runner = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<ProcessHandle> family = List.of();
    try {
      family = family(firstFour(runner));
      runner.destroyForcibly().waitFor();
      awaitEnd(family);
      nothingIsLeft(family);
    } finally {
      runner.destroyForcibly();
      family.forEach(ProcessHandle::destroyForcibly);
    }
  }

  // Its output until the fourth pid.
  private static String firstFour(Process runner) throws IOException {
    StringBuilder text = new StringBuilder();
    try (BufferedReader lines = new BufferedReader(runner.inputReader())) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        text.append(line).append('\n');
        if (pids(text.toString()).size() == 4) {
          return text.toString();
        }
      }
    }
    throw new AssertionError("the runner ended: " + text);
  }
}
