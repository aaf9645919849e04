package dev.braid.pool;

import dev.braid.memory.BlockName;
import dev.braid.memory.Notice;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A function in shared memory, where every worker process finds it.
final class PackedFunction implements Function {
  /// Stands for no function.
  static final BlockName NONE = new BlockName(0, 0);

  private final Shape shape;
  private final @Nullable Notice notice;
  private final AtomicInteger uses = new AtomicInteger(1);

  PackedFunction(Shape shape, @Nullable Notice notice) {
    this.shape = shape;
    this.notice = notice;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  /// Where it is.
  BlockName name() {
    return notice == null ? NONE : BlockName.of(notice);
  }

  /// Used by one more, who is to close it, too.
  PackedFunction share() {
    uses.incrementAndGet();
    return this;
  }

  @Override
  public void close() {
    if (uses.decrementAndGet() == 0 && notice != null) {
      notice.close();
    }
  }
}
