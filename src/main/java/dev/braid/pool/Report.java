package dev.braid.pool;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.braid.memory.Held;
import dev.braid.memory.Message;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// What a worker process says to its dispatcher.
///
/// ```text
///  offset  field     size
///       0  kind         8
///       8  worker       8  its number in the pool
///      16  batch        8  RESULTS: its number;  READY: the worker's System.nanoTime()
///      24  first        8  RESULTS: index in the batch of the first task
///      32  count        8  RESULTS: how many
///      40  content         RESULTS: the records;  NOT_READY: a Failure
/// ```
///
/// A record of a result, here and in the journal:
///
/// ```text
///       0  length       8  bytes of the content
///       8  kind         8
///      16  nanos        8  that the task took
///      24  content         VALUE: the encoded value;  THREW: a Failure;  UNCOPYABLE: text, UTF-8
/// ```
///
/// @param body the content
record Report(long kind, long worker, long batch, long first, long count, Message body)
    implements Message {
  /// The worker takes batches.
  static final long READY = 1;

  /// The worker's initializer threw; it ends.
  static final long NOT_READY = 2;

  /// Tasks have ended.
  static final long RESULTS = 3;

  /// The task returned.
  static final long VALUE = 1;

  /// The task threw.
  static final long THREW = 2;

  /// What the task returned can't be copied.
  static final long UNCOPYABLE = 3;

  /// The task was skipped, for nobody wants it.
  static final long SKIPPED = 4;

  static final long WORKER = 8;
  static final long BATCH = 16;
  static final long FIRST = 24;
  static final long COUNT = 32;
  static final long CONTENT = 40;
  static final long RECORD_KIND = 8;
  static final long RECORD_NANOS = 16;
  static final long RECORD_CONTENT = 24;

  /// A record of its own: of a result that is too large for the journal, or names shared objects.
  record Single(long recordKind, long nanos, Message value) implements Message {
    @Override
    public long length() {
      return RECORD_CONTENT + value.length();
    }

    @Override
    public List<Held> held() {
      return value.held();
    }

    @Override
    public void writeTo(MemorySegment target, long offset) {
      head(target, offset, value.length(), recordKind, nanos);
      value.writeTo(target, offset + RECORD_CONTENT);
    }
  }

  @Override
  public long length() {
    return CONTENT + body.length();
  }

  @Override
  public List<Held> held() {
    return body.held();
  }

  @Override
  public void writeTo(MemorySegment target, long offset) {
    target.set(JAVA_LONG_UNALIGNED, offset, kind);
    target.set(JAVA_LONG_UNALIGNED, offset + WORKER, worker);
    target.set(JAVA_LONG_UNALIGNED, offset + BATCH, batch);
    target.set(JAVA_LONG_UNALIGNED, offset + FIRST, first);
    target.set(JAVA_LONG_UNALIGNED, offset + COUNT, count);
    body.writeTo(target, offset + CONTENT);
  }

  /// Writes the head of a record.
  static void head(MemorySegment target, long at, long length, long kind, long nanos) {
    target.set(JAVA_LONG_UNALIGNED, at, length);
    target.set(JAVA_LONG_UNALIGNED, at + RECORD_KIND, kind);
    target.set(JAVA_LONG_UNALIGNED, at + RECORD_NANOS, nanos);
  }
}
