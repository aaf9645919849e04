package dev.braid.pool;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tasks as they are, for threads.
final class PlainBatch extends Batch {
  private final List<?> arguments;

  PlainBatch(Job job, int first, List<?> arguments) {
    super(job, first, arguments.size());
    this.arguments = arguments;
  }

  @Override
  Batch from(int index) {
    return new PlainBatch(job(), indexInJob(index), arguments.subList(index, arguments.size()));
  }

  @Override
  @Nullable Object argument(int index) {
    return arguments.get(index);
  }
}
