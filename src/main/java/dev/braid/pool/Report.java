package dev.braid.pool;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
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
///       8  number       8  RESULTS: how many records;  READY: the worker's System.nanoTime()
///      16  content         RESULTS: the records, of one batch, of tasks that follow each other;
///                          NOT_READY: a Failure
/// ```
///
/// A record of a result, here and in the journal:
///
/// ```text
///       0  batch        8
///       8  index        4  of the task in the batch
///      12  kind         4
///      16  nanos        8  that the task took
///      24  length       8  bytes of the content
///      32  content         VALUE: the encoded value;  THREW: a Failure;  UNCOPYABLE: text, UTF-8
/// ```
///
/// @param body the content
record Report(long kind, long number, Message body) implements Message {
  /// The worker takes batches.
  static final long READY = 1;

  /// The worker's initializer threw; it ends.
  static final long NOT_READY = 2;

  /// Tasks have ended.
  static final long RESULTS = 3;

  /// The task returned.
  static final int VALUE = 1;

  /// The task threw.
  static final int THREW = 2;

  /// What the task returned can't be copied.
  static final int UNCOPYABLE = 3;

  /// The task was skipped, for nobody wants it.
  static final int SKIPPED = 4;

  static final long NUMBER = 8;
  static final long CONTENT = 16;

  static final long RECORD_INDEX = 8;
  static final long RECORD_KIND = 12;
  static final long RECORD_NANOS = 16;
  static final long RECORD_LENGTH = 24;
  static final long RECORD_CONTENT = 32;

  /// A record.
  record Result(long batch, int index, int kind, long nanos, Message content) implements Message {
    @Override
    public long length() {
      return RECORD_CONTENT + content.length();
    }

    @Override
    public List<Held> held() {
      return content.held();
    }

    @Override
    public void writeTo(MemorySegment target, long offset) {
      target.set(JAVA_LONG_UNALIGNED, offset, batch);
      target.set(JAVA_INT_UNALIGNED, offset + RECORD_INDEX, index);
      target.set(JAVA_INT_UNALIGNED, offset + RECORD_KIND, kind);
      target.set(JAVA_LONG_UNALIGNED, offset + RECORD_NANOS, nanos);
      target.set(JAVA_LONG_UNALIGNED, offset + RECORD_LENGTH, content.length());
      content.writeTo(target, offset + RECORD_CONTENT);
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
    target.set(JAVA_LONG_UNALIGNED, offset + NUMBER, number);
    body.writeTo(target, offset + CONTENT);
  }
}
