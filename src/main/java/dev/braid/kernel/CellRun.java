package dev.braid.kernel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.braid.jupyter.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One run of a cell's code: part after part, up to the first failure.
final class CellRun {
  private final Snippets snippets;
  private final Magics magics;
  private final CellLines lines;
  private final Shell shell;
  private final Runnable check;
  private final List<ObjectNode> payloads = new ArrayList<>();

  /// @param check throws [CellStopped] if the cell was stopped
  CellRun(Shell shell, Snippets snippets, Magics magics, CellLines lines, Runnable check) {
    this.shell = shell;
    this.check = check;
    this.snippets = snippets;
    this.magics = magics;
    this.lines = lines;
  }

  /// Ends the run if the cell was stopped: it is over for whoever waited for it.
  ///
  /// @throws CellStopped if it was
  void check() {
    check.run();
  }

  /// What the reply shall carry besides the outcome.
  List<ObjectNode> payloads() {
    return payloads;
  }

  /// Runs source that stands under `label`; the value is that of its last part, if that has one.
  ///
  /// @throws CellFailedException at the first failure
  Evaluated evaluate(String label, String code) throws CellFailedException {
    lines.remember(label, code);
    List<CellPart> parts =
        shell.ask(analysis -> CellSplitter.split(analysis, magics::isLineMagic, code));
    Evaluated last = new Evaluated.Done();
    for (CellPart part : parts) {
      check();
      CellLines.Origin origin = new CellLines.Origin(label, part.line());
      last =
          switch (part) {
            case CellPart.Java java -> snippets.evaluate(java.source(), origin);
            case CellPart.Magic magic -> magic(magic);
          };
      check(last, origin);
    }
    return last;
  }

  private Evaluated magic(CellPart.Magic magic) throws CellFailedException {
    try {
      return magics.run(magic, this);
    } catch (CellFailedException e) {
      throw e;
    } catch (MagicException e) {
      throw new CellFailedException(Failure.plain("MagicError", String.valueOf(e.getMessage())), e);
    } catch (Exception e) {
      return new Evaluated.Threw(e);
    }
  }

  private void check(Evaluated evaluated, CellLines.Origin origin) throws CellFailedException {
    Outcome.@Nullable Failed failed =
        switch (evaluated) {
          case Evaluated.Value _, Evaluated.Done _ -> null;
          case Evaluated.Rejected rejected -> Failure.of(rejected, origin);
          case Evaluated.Unresolved unresolved -> Failure.of(unresolved);
          case Evaluated.Threw(var thrown) -> thrown(thrown);
        };
    if (failed != null) {
      throw new CellFailedException(
          failed, evaluated instanceof Evaluated.Threw(var thrown) ? thrown : null);
    }
  }

  /// The failure that an exception of user code makes of a cell.
  Outcome.Failed thrown(Throwable thrown) {
    return switch (thrown) {
      case CellStopped _ -> Failure.interrupted();
      case CellExit exit -> Failure.plain("SystemExit", String.valueOf(exit.getMessage()));
      default -> StackReport.failure(thrown, lines);
    };
  }
}
