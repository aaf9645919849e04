package dev.braid.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotebookTest {
  @TempDir private Path folder;

  private Path save(String text) throws IOException {
    return Files.writeString(folder.resolve("a.ipynb"), text);
  }

  @Test
  void unknownFieldsKeepPlaceAndValue() throws IOException {
    String text =
        """
        {
         "zebra": 1,
         "cells": [
          {
           "id": "one",
           "cell_type": "code",
           "later": [],
           "execution_count": null,
           "metadata": {
            "weights": 1.50
           },
           "outputs": [],
           "source": [
            "int π = 3;\\n",
            "π"
           ]
          }
         ],
         "metadata": {},
         "nbformat": 4,
         "nbformat_minor": 5,
         "apple": {}
        }
        """;
    Path copy = folder.resolve("copy.ipynb");
    Notebook.read(save(text)).write(copy);
    assertThat(copy).hasContent(text);
  }

  @Test
  void sourceIsOneTextWhetherStringOrLines() throws IOException {
    Notebook notebook =
        Notebook.read(
            save(
                """
                {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
                 {"id": "a", "cell_type": "raw", "metadata": {}, "source": "1\\n2"},
                 {"id": "b", "cell_type": "raw", "metadata": {}, "source": ["1\\n", "2"]}]}
                """));
    assertThat(notebook.cells()).extracting(Cell::source).containsExactly("1\n2", "1\n2");
  }

  @Test
  void writingLeavesNothingElseInTheFolder() throws IOException {
    Path file = save(code("1"));
    Notebook.read(file).write(file);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void writingKeepsPermissions() throws IOException {
    Path file = save(code("1"));
    Files.setPosixFilePermissions(
        file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-rw----"));
    Notebook.read(file).write(file);
    assertThat(
            java.nio.file.attribute.PosixFilePermissions.toString(
                Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-rw----");
  }

  @Test
  void targetThatCannotBeWrittenIsNamed() throws IOException {
    Path file = save(code("1"));
    Notebook notebook = Notebook.read(file);
    assertThatThrownBy(() -> notebook.write(file.resolve("below/b.ipynb")))
        .isInstanceOf(NotebookException.class)
        .hasMessageContaining("below/b.ipynb can't be written")
        .hasMessageContaining("--output");
  }

  static String code(String... sources) {
    var cells = new StringBuilder();
    for (String source : sources) {
      cells.append(cells.isEmpty() ? "" : ",");
      cells.append(
          "{\"cell_type\": \"code\", \"metadata\": {}, \"outputs\": [], \"execution_count\": null,"
              + " \"source\": "
              + com.fasterxml.jackson.databind.node.TextNode.valueOf(source)
              + "}");
    }
    return "{\"nbformat\": 4, \"nbformat_minor\": 4, \"metadata\": {}, \"cells\": [" + cells + "]}";
  }

  @Nested
  class WhenItIsOlderThanCellIds {
    @Test
    void everyCellGetsAnIdOfItsOwn() throws IOException {
      Notebook notebook = Notebook.read(save(code("1", "2")));
      assertThat(notebook.cells())
          .extracting(cell -> cell.json().path("id").asText())
          .containsExactly("cell-1", "cell-2");
    }

    @Test
    void itIsWrittenAsVersionFourFive() throws IOException {
      Path file = save(code("1"));
      Notebook.read(file).write(file);
      JsonNode json = NotebookJson.read(Files.readString(file));
      assertThat(json.path("nbformat").asInt()).isEqualTo(4);
      assertThat(json.path("nbformat_minor").asInt()).isEqualTo(5);
    }

    @Test
    void missingFieldsOfACodeCellAreAdded() throws IOException {
      Notebook notebook =
          Notebook.read(
              save("{\"nbformat\":4,\"cells\":[{\"cell_type\":\"code\",\"source\":\"1\"}]}"));
      JsonNode cell = notebook.cells().getFirst().json();
      assertThat(cell.path("outputs").isArray()).isTrue();
      assertThat(cell.path("metadata").isObject()).isTrue();
      assertThat(cell.path("execution_count").isNull()).isTrue();
    }
  }

  @Test
  void repeatedIdsAreMadeDifferent() throws IOException {
    Notebook notebook =
        Notebook.read(
            save(
                """
                {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
                 {"id": "cell-2", "cell_type": "raw", "metadata": {}, "source": ""},
                 {"id": "cell-2", "cell_type": "raw", "metadata": {}, "source": ""}]}
                """));
    assertThat(notebook.cells())
        .extracting(cell -> cell.json().path("id").asText())
        .doesNotHaveDuplicates();
  }

  @Nested
  class WhenItIsBad {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "'' | is empty; save a notebook there first",
          "hello | is not JSON (line 1, column ",
          "'{\"nbformat\": 4' | is not JSON (line 1,",
          "'{} x' | is not JSON (line 1,",
          "[1] | is JSON, but no notebook; name a file that ends in .ipynb",
          "{} | is no notebook (it has no \"nbformat\"); name a file that Jupyter saved",
          "'{\"nbformat\": 3}' | is in nbformat 3, Braid reads 4; convert it with: jupyter",
          "'{\"nbformat\": 5}' | is in nbformat 5, Braid reads 4; save it as nbformat 4",
          "'{\"nbformat\": 4}' | has no cells; add one in Jupyter and save it",
          "'{\"nbformat\": 4, \"cells\": []}' | has no cells; add one",
          "'{\"nbformat\": 4, \"cells\": [1]}' | has a damaged cell (number 1); a cell needs",
          "'{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\"}]}' | has a damaged cell",
          "'{\"nbformat\": 4, \"metadata\": {\"kernelspec\": {\"language\": \"python\"}}}'"
              + " | is a notebook in python; run it with its own kernel",
        })
    void oneLineNamesFileProblemAndRemedy(String text, String message) throws IOException {
      Path file = save(text);
      assertThatThrownBy(() -> Notebook.read(file))
          .isInstanceOf(NotebookException.class)
          .hasMessageStartingWith(file + " ")
          .hasMessageContaining(message)
          .hasMessageContaining("; ")
          .message()
          .doesNotContain("\n");
    }

    @Test
    void missingFileIsNamed() {
      Path file = folder.resolve("none.ipynb");
      assertThatThrownBy(() -> Notebook.read(file))
          .hasMessage(file + " doesn't exist; check the path");
    }

    @Test
    void directoryIsNamed() {
      assertThatThrownBy(() -> Notebook.read(folder))
          .hasMessage(folder + " is a directory; name the notebook files in it");
    }

    @Test
    void bytesThatAreNoTextAreNamed() throws IOException {
      Path file = Files.write(folder.resolve("a.ipynb"), new byte[] {'{', (byte) 0xff, '}'});
      assertThatThrownBy(() -> Notebook.read(file))
          .hasMessage(file + " is not UTF-8 text; save it as UTF-8");
    }
  }
}
