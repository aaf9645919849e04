package dev.braid.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `%load file`: runs a file of Java, or the code cells of a notebook, as if it stood here.
final class LoadMagic implements Magic {
  private static final List<String> ENDINGS =
      List.of("", ".jsh", ".jshell", ".java", ".ijava", ".ipynb");

  @Override
  public Evaluated run(String arguments, String body, CellRun run) throws Exception {
    String name = arguments.replaceAll("^[\"']|[\"']$", "");
    if (name.isBlank()) {
      throw new MagicException("%load needs a file; write its name behind it");
    }
    Path file = find(name);
    Evaluated last = new Evaluated.Done();
    try {
      if (!file.toString().endsWith(".ipynb")) {
        return run.evaluate(file.getFileName().toString(), Files.readString(file));
      }
      int number = 0;
      for (JsonNode cell : new ObjectMapper().readTree(Files.readString(file)).path("cells")) {
        number++;
        if (cell.path("cell_type").asText().equals("code")) {
          last = run.evaluate(file.getFileName() + " cell " + number, source(cell.path("source")));
        }
      }
    } catch (IOException e) {
      throw new MagicException("%%load can't read %s: %s".formatted(file, e));
    }
    return last;
  }

  private static String source(JsonNode source) {
    if (!source.isArray()) {
      return source.asText();
    }
    StringBuilder text = new StringBuilder();
    source.forEach(line -> text.append(line.asText()));
    return text.toString();
  }

  private static Path find(String name) throws MagicException {
    Optional<Path> file =
        ENDINGS.stream().map(each -> Path.of(name + each)).filter(Files::isRegularFile).findFirst();
    return file.orElseThrow(() ->
        new MagicException(
            "%%load finds no file %s (also tried %s) in %s; check the name"
                .formatted(
                    name,
                    String.join(", ", ENDINGS.subList(1, ENDINGS.size())),
                    Path.of("").toAbsolutePath())));
  }
}
