package dev.braid.notebook;

import java.io.IOException;

/// A cell ended in a way that its author did not announce.
public final class CellFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  CellFailedException(Notebook notebook, int count, String problem, String remedy) {
    super(
        "%s: the cell In [%d] %s; %s"
            .formatted(notebook.file(), count, problem.replaceAll("\\s*\\R\\s*", " "), remedy));
  }
}
