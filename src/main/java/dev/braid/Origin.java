package dev.braid;

import dev.braid.memory.Output;
import dev.braid.pool.Job;
import dev.braid.pool.ProgressReporter;
import java.io.Serializable;
import java.util.OptionalLong;
import java.util.function.Function;

/// Who submits tasks to a pool, wherever its workers are.
///
/// @param cell under which the output and the progress of the tasks are shown
/// @param label what the work is called; may be empty
/// @param quiet true if no progress is shown
record Origin(long cell, String label, boolean quiet) implements Serializable {
  /// The job of these tasks, which belongs to the cell.
  ///
  /// @param total how many tasks it has, if that is known
  <J extends Job> J job(OptionalLong total, Function<ProgressReporter, J> making) {
    return Output.callInCell(
        cell, () -> making.apply(ProgressReporter.of(label, total, quiet || total.orElse(2) < 2)));
  }
}
