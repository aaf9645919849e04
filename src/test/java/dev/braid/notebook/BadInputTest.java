package dev.braid.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.jupyter.ConnectionFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a user may get wrong, through the real programs: one clear line, nothing lost, no process
/// left.
@Timeout(120)
class BadInputTest {
  @TempDir private static Path folder;

  /// How a program ended, and what it said on standard error.
  private record Said(int status, String error) {}

  private static Said run(Class<?> main, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(KernelCommand.ofThisProgram(main.getName()).words());
    command.addAll(List.of(arguments));
    Path error = Files.createTempFile(folder, "error", "");
    Process program =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(error.toFile())
            .start();
    int status = program.waitFor();
    return new Said(status, Files.readString(error, StandardCharsets.UTF_8));
  }

  @Nested
  class OfTheRunner {
    private void isRefused(Path file, String... words) throws Exception {
      Path output = folder.resolve("refused");
      Said said = run(Main.class, "run", file.toString(), "--output", output.toString());
      assertThat(said.status()).isEqualTo(1);
      assertThat(said.error())
          .startsWith("braid: " + file)
          .contains(words)
          .contains("; ")
          .hasLineCount(1);
      assertThat(output).doesNotExist();
    }

    @Test
    void textIsNoNotebook() throws Exception {
      Path file = Files.writeString(folder.resolve("text.ipynb"), "hello");
      isRefused(file, "JSON");
      assertThat(file).hasContent("hello");
    }

    @Test
    void otherJsonIsNoNotebook() throws Exception {
      isRefused(Files.writeString(folder.resolve("other.ipynb"), "{\"a\": 1}"), "nbformat");
    }

    @Test
    void fileIsMissing() throws Exception {
      isRefused(folder.resolve("none.ipynb"), "doesn't exist");
    }
  }

  @Nested
  class OfTheKernel {
    private void isRefused(Path file, String... words) throws Exception {
      Said said = run(dev.braid.kernel.KernelMain.class, file.toString());
      assertThat(said.status()).isEqualTo(2);
      assertThat(said.error()).startsWith("braid: ").contains(words).contains("; ").hasLineCount(1);
    }

    @Test
    void portIsMissing() throws Exception {
      Path file = folder.resolve("connection.json");
      ConnectionFile.create().write(file);
      String text = Files.readString(file).replaceAll("\"stdin_port\" *: *\\d+ *,?", "");
      isRefused(Files.writeString(folder.resolve("incomplete.json"), text), "stdin_port");
    }

    @Test
    void connectionFileIsMissing() throws Exception {
      isRefused(folder.resolve("none.json"), "none.json");
    }

    @Test
    void connectionFileIsNoJson() throws Exception {
      isRefused(Files.writeString(folder.resolve("text.json"), "hello"), "text.json");
    }

    @Test
    void portIsTaken() throws Exception {
      try (var taken = new java.net.ServerSocket(0)) {
        Path file = folder.resolve("taken.json");
        ConnectionFile.create().write(file);
        String text =
            Files.readString(file)
                .replaceAll("(\"shell_port\" *: *)\\d+", "$1" + taken.getLocalPort());
        Files.writeString(file, text);
        isRefused(file, Integer.toString(taken.getLocalPort()));
      }
    }
  }

  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  class OfACell {
    private LiveKernel kernel;

    @BeforeAll
    void start() throws Exception {
      kernel = new LiveKernel(folder);
      kernel.run("String javaHome = System.getProperty(\"java.home\"); int kept = 7;");
    }

    @AfterAll
    void close() throws Exception {
      kernel.close();
    }

    @AfterEach
    void kernelGoesOnWithoutAChild() throws Exception {
      assertThat(kernel.run("System.setProperty(\"java.home\", javaHome); kept").value())
          .isEqualTo("7");
      assertThat(kernel.run("activeChildren()").value()).isEqualTo("[]");
      assertThat(ProcessHandle.of(kernel.process.pid()).orElseThrow().descendants()).isEmpty();
    }

    private String error(String code) throws Exception {
      LiveKernel.Ran cell = kernel.end(code);
      assertThat(cell.status()).isEqualTo("error");
      assertThat(cell.output("error")).hasSize(1);
      return cell.reply().content().path("evalue").asText();
    }

    @Test
    void magicIsUnknown() throws Exception {
      assertThat(error("%tmie 1 + 1"))
          .contains("there is no magic %tmie; did you mean %time?")
          .hasLineCount(1);
    }

    @Test
    void targetCannotBeCopied() throws Exception {
      assertThat(
              error("var conn = new java.net.Socket();\nnew Process(() -> println(conn)).start();"))
          .startsWith("variable 'conn' (java.net.Socket) can't be copied to a child process: ")
          .contains("; pass ")
          .hasLineCount(1);
    }

    @Test
    void argumentHoldsWhatCannotBeCopied() throws Exception {
      assertThat(
              error(
                  "record Holder(String name, Thread thread) {}\n"
                      + "new Process(h -> println(h), new Holder(\"x\", new Thread())).start();"))
          .contains("java.lang.Thread", "thread", "can't be copied", "; ")
          .hasLineCount(1);
    }

    @Test
    void programOfTheChildIsMissing() throws Exception {
      assertThat(
              error(
                  "System.setProperty(\"java.home\", \"/no/such/place\");\n"
                      + "new Process(() -> println(1)).name(\"lost\").start();"))
          .contains("/no/such/place/bin/java")
          .contains("; ")
          .hasLineCount(1);
    }

    @Test
    void programOfTheChildMayNotRun() throws Exception {
      Path java = fakeJava("#!/bin/sh\n", "rw-------");
      assertThat(error(startedBy(java))).contains(java.toString(), "; ").hasLineCount(1);
    }

    @Test
    void childFindsNoMemory() throws Exception {
      Path java =
          fakeJava("#!/bin/sh\necho 'Could not reserve enough space' >&2\nexit 1\n", "rwx------");
      kernel.run(
          startedBy(java)
              .replace("new Process", "var poor = new Process")
              .replace(".start();", "; poor.start(); poor.join();"));
      assertThat(kernel.run("poor.exitCode()").value()).isEqualTo("1");
      assertThat(kernel.run("poor.exception().get().getMessage()").value())
          .contains(
              "ended with exit code 1 before its target ran: Could not reserve enough space; ")
          .hasLineCount(1);
    }

    private static String startedBy(Path java) {
      return "System.setProperty(\"java.home\", \"%s\");\nnew Process(() -> println(1)).start();"
          .formatted(java.resolve("../..").normalize());
    }

    private static Path fakeJava(String text, String permissions) throws Exception {
      Path bin = Files.createDirectories(Files.createTempDirectory(folder, "jdk").resolve("bin"));
      Path java = Files.writeString(bin.resolve("java"), text);
      return Files.setPosixFilePermissions(java, PosixFilePermissions.fromString(permissions));
    }
  }
}
