package dev.braid.notebook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/// Reads a notebook file, refuses what is none, and lifts it to nbformat 4.5.
final class NotebookReader {
  private static final int MAJOR = 4;
  private static final int MINOR = 5;
  private static final String CELL_ID = "[a-zA-Z0-9_-]{1,64}";

  private final Path file;

  private NotebookReader(Path file) {
    this.file = file;
  }

  static ObjectNode read(Path file) throws NotebookException {
    var reader = new NotebookReader(file);
    ObjectNode json = reader.parse();
    reader.checkVersion(json);
    reader.checkCells(json);
    lift(json);
    return json;
  }

  private ObjectNode parse() throws NotebookException {
    if (Files.isDirectory(file)) {
      throw refuse("is a directory", "name the notebook files in it");
    }
    try {
      String text = Files.readString(file);
      if (text.isBlank()) {
        throw refuse("is empty", "save a notebook there first");
      }
      if (NotebookJson.read(text) instanceof ObjectNode json) {
        return json;
      }
      throw refuse("is JSON, but no notebook", "name a file that ends in .ipynb");
    } catch (JsonProcessingException e) {
      var place = e.getLocation();
      throw new NotebookException(
          file,
          "is not JSON (line %d, column %d: %s)"
              .formatted(place.getLineNr(), place.getColumnNr(), e.getOriginalMessage()),
          "name a notebook, or restore the file from its last good version",
          e);
    } catch (NoSuchFileException e) {
      throw new NotebookException(file, "doesn't exist", "check the path", e);
    } catch (CharacterCodingException e) {
      throw new NotebookException(file, "is not UTF-8 text", "save it as UTF-8", e);
    } catch (NotebookException e) {
      throw e;
    } catch (IOException e) {
      throw new NotebookException(file, "can't be read (" + e + ")", "check its permissions", e);
    }
  }

  private void checkVersion(ObjectNode json) throws NotebookException {
    JsonNode version = json.path("nbformat");
    if (!version.isInt()) {
      throw refuse("is no notebook (it has no \"nbformat\")", "name a file that Jupyter saved");
    }
    if (version.intValue() < MAJOR) {
      throw refuse(
          "is in nbformat %d, Braid reads %d".formatted(version.intValue(), MAJOR),
          "convert it with: jupyter nbconvert --to notebook --inplace " + file);
    }
    if (version.intValue() > MAJOR) {
      throw refuse(
          "is in nbformat %d, Braid reads %d".formatted(version.intValue(), MAJOR),
          "save it as nbformat " + MAJOR);
    }
    String language = json.path("metadata").path("kernelspec").path("language").asText("java");
    if (!language.equalsIgnoreCase("java")) {
      throw refuse("is a notebook in " + language, "run it with its own kernel; Braid runs Java");
    }
  }

  private void checkCells(ObjectNode json) throws NotebookException {
    JsonNode cells = json.path("cells");
    if (!cells.isArray() || cells.isEmpty()) {
      throw refuse("has no cells", "add one in Jupyter and save it");
    }
    int number = 0;
    for (JsonNode cell : cells) {
      number++;
      if (!cell.isObject()
          || !cell.path("cell_type").isTextual()
          || !MultilineText.is(cell.path("source"))
          || !isObjectOrMissing(cell.path("metadata"))
          || !isArrayOrMissing(cell.path("outputs"))) {
        throw refuse(
            "has a damaged cell (number " + number + ")",
            "a cell needs \"cell_type\", \"metadata\" and \"source\"; open and save it in Jupyter");
      }
    }
    if (!isObjectOrMissing(json.path("metadata"))) {
      throw refuse("has damaged metadata (not an object)", "open and save it in Jupyter");
    }
  }

  private static boolean isObjectOrMissing(JsonNode node) {
    return node.isObject() || node.isMissingNode();
  }

  private static boolean isArrayOrMissing(JsonNode node) {
    return node.isArray() || node.isMissingNode();
  }

  private NotebookException refuse(String problem, String remedy) {
    return new NotebookException(file, problem, remedy);
  }

  private static void lift(ObjectNode json) {
    json.put("nbformat_minor", Math.max(MINOR, json.path("nbformat_minor").asInt()));
    json.withObjectProperty("metadata");
    Set<String> ids = new HashSet<>();
    int number = 0;
    for (JsonNode each : json.path("cells")) {
      var cell = (ObjectNode) each;
      number++;
      if (!ids.add(cell.path("id").asText()) || !cell.path("id").asText().matches(CELL_ID)) {
        cell.put("id", freshId(number, ids));
      }
      cell.withObjectProperty("metadata");
      if (cell.path("cell_type").asText().equals("code")) {
        cell.withArrayProperty("outputs");
        if (!cell.has("execution_count")) {
          cell.putNull("execution_count");
        }
      }
    }
  }

  // Counted, not random: running an old notebook twice gives the same file.
  private static String freshId(int number, Set<String> taken) {
    String id = "cell-" + number;
    for (int again = 2; !taken.add(id); again++) {
      id = "cell-" + number + "-" + again;
    }
    return id;
  }
}
