package dev.braid.jupyter;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The cells of this session by number, so that output finds its cell long after it has ended.
///
/// Keeps the newest 10,000. Any thread may call it.
final class Cells {
  private static final int KEPT = 10_000;

  /// What is kept of a cell's request: to whom its questions go, and the parent of its output.
  ///
  /// @param allowStdin true if its client can be asked for input
  record Cell(long number, List<byte[]> identities, byte[] header, boolean allowStdin) {}

  @GuardedBy("this")
  private final Map<Long, Cell> cells = new LinkedHashMap<>();

  @GuardedBy("this")
  private long last;

  @GuardedBy("this")
  private long running;

  /// A new cell, which now runs.
  synchronized Cell begin(Message request, boolean allowStdin) {
    Cell cell = new Cell(++last, request.identities(), request.headerFrame(), allowStdin);
    cells.put(cell.number(), cell);
    cells.remove(cell.number() - KEPT);
    running = cell.number();
    return cell;
  }

  /// No cell runs any more.
  synchronized void end() {
    running = 0;
  }

  /// The cell if it is the one that runs.
  synchronized Optional<Cell> running(long number) {
    return number == running ? Optional.ofNullable(cells.get(number)) : Optional.empty();
  }

  /// The parent of the cell's output; none if the cell is unknown.
  synchronized byte[] parent(long number) {
    Cell cell = cells.get(number);
    return cell == null ? Draft.NO_PARENT : cell.header();
  }
}
