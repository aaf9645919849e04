package dev.braid;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A program that has run to its end.
///
/// @param out its lines, those of errors among them
record ProgramRun(int exitCode, List<String> out) {
  static ProgramRun of(List<String> command) throws IOException, InterruptedException {
    java.lang.Process program = new ProcessBuilder(command).redirectErrorStream(true).start();
    program.getOutputStream().close();
    try (BufferedReader reader = program.inputReader(StandardCharsets.UTF_8)) {
      List<String> lines = reader.lines().toList();
      return new ProgramRun(program.waitFor(), lines);
    } finally {
      program.destroyForcibly();
    }
  }

  @Override
  public String toString() {
    return "exit code %d, output:%n%s".formatted(exitCode, String.join("\n", out));
  }
}
