package dev.braid.pool;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.braid.memory.Held;
import dev.braid.memory.Message;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tasks on their way to a worker process.
///
/// ```text
///  offset  field     size
///       0  batch        8  its number; 0 says that the worker is to end
///       8  count        8
///      16  shape        8  of the function
///      24  function     8  block of its notice; 0 for none
///      32  life         8  of that block
///      40  cell         8  that what the tasks print belongs to
///      48  arguments       for each task its length (8 bytes), and the encoded argument
/// ```
final class PackedBatch extends Batch implements Message {
  static final long BATCH = 0;
  static final long COUNT = 8;
  static final long SHAPE = 16;
  static final long FUNCTION = 24;
  static final long LIFE = 32;
  static final long CELL = 40;
  static final long ARGUMENTS = 48;

  /// Tells a worker to end.
  static final Message END = Bytes.of(new byte[Long.BYTES]);

  private final PackedFunction function;
  private final Packed packed;
  private final List<?> arguments;

  PackedBatch(Job job, int first, PackedFunction function, Packed packed, List<?> arguments) {
    super(job, first, arguments.size());
    this.function = function;
    this.packed = packed;
    this.arguments = arguments;
  }

  @Override
  Batch from(int index) {
    return new PackedBatch(
        job(),
        indexInJob(index),
        function,
        packed.from(index),
        arguments.subList(index, arguments.size()));
  }

  @Override
  @Nullable Object argument(int index) {
    return arguments.get(index);
  }

  @Override
  public long length() {
    return ARGUMENTS + packed.bytes().byteSize();
  }

  @Override
  public List<Held> held() {
    return packed.held();
  }

  @Override
  public void writeTo(MemorySegment target, long offset) {
    target.set(JAVA_LONG_UNALIGNED, offset + BATCH, number());
    target.set(JAVA_LONG_UNALIGNED, offset + COUNT, count());
    target.set(JAVA_LONG_UNALIGNED, offset + SHAPE, function.shape().code());
    target.set(JAVA_LONG_UNALIGNED, offset + FUNCTION, function.name().block());
    target.set(JAVA_LONG_UNALIGNED, offset + LIFE, function.name().life());
    target.set(JAVA_LONG_UNALIGNED, offset + CELL, job().cell());
    MemorySegment.copy(packed.bytes(), 0, target, offset + ARGUMENTS, packed.bytes().byteSize());
  }
}
