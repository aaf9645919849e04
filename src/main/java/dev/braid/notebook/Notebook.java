package dev.braid.notebook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/// A notebook in nbformat 4.5: a view of its JSON. Fields that Braid doesn't know keep their place
/// and value.
///
/// Not thread-safe: one thread reads, runs and writes it.
public final class Notebook {
  private final Path file;
  private final ObjectNode json;
  private final List<Cell> cells;

  Notebook(Path file, ObjectNode json) {
    this.file = file;
    this.json = json;
    var list = new ArrayList<Cell>();
    json.withArrayProperty("cells")
        .forEach(cell -> list.add(new Cell(list.size() + 1, (ObjectNode) cell)));
    this.cells = List.copyOf(list);
  }

  /// Reads a notebook and lifts it from 4.0 to 4.4 up to 4.5.
  ///
  /// @throws NotebookException if the file is missing, is no notebook, or is of another major
  ///   version
  public static Notebook read(Path file) throws NotebookException {
    return new Notebook(file, NotebookReader.read(file));
  }

  /// Where it was read from.
  public Path file() {
    return file;
  }

  /// Its cells, from top to bottom.
  public List<Cell> cells() {
    return cells;
  }

  /// The cell that has this number.
  public Cell cell(int number) {
    return cells.get(number - 1);
  }

  /// What it says of itself as a whole.
  public ObjectNode metadata() {
    return json.withObjectProperty("metadata");
  }

  /// The first heading, or else the file's name.
  public String title() {
    return cells.stream()
        .filter(cell -> cell.kind().equals("markdown"))
        .flatMap(cell -> cell.source().lines())
        .filter(line -> line.startsWith("# "))
        .map(line -> line.substring(2).strip())
        .findFirst()
        .orElse(file.getFileName().toString());
  }

  /// Writes it whole or not at all: readers see the old file or the new one.
  ///
  /// @throws NotebookException if the file can't be written
  public void write(Path target) throws NotebookException {
    Path absolute = target.toAbsolutePath();
    Path folder = absolute.resolveSibling(".");
    try {
      Files.createDirectories(folder);
      Path written = Files.createTempFile(folder, ".braid-", ".ipynb");
      try {
        Files.writeString(written, NotebookJson.write(json), StandardCharsets.UTF_8);
        keepPermissions(absolute, written);
        Files.move(written, absolute, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(written);
      }
    } catch (IOException e) {
      throw new NotebookException(
          target,
          "can't be written (" + e + ")",
          "choose a place that you may write with --output",
          e);
    }
  }

  // A temporary file is readable by its owner alone; a notebook is as open as the one it replaces.
  private static void keepPermissions(Path old, Path written) throws IOException {
    if (Files.getFileStore(written).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(
          written,
          Files.exists(old)
              ? Files.getPosixFilePermissions(old)
              : java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
    }
  }
}
