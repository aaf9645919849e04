package dev.braid.kernel;

import dev.braid.Multiprocessing;

/// `%ps`, or `%processes`: every process of the notebook.
final class PsMagic implements Magic {
  @Override
  public Evaluated run(String arguments, String body, CellRun run) throws MagicException {
    if (!arguments.isBlank()) {
      throw new MagicException(
          "%%ps has no options, and got '%s'; for one process use ps().find(pid)"
              .formatted(arguments));
    }
    return Magics.value(Multiprocessing.ps());
  }
}
