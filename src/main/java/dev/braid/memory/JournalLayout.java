package dev.braid.memory;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;

/// A [Journal], the content of a block of kind OBJECT.
///
/// ```text
///  offset  field       size  written by  ordering
///       0  task           8  both        worker: volatile store of n << 2 (begun), compare-and-set to 0
///                                        (ended); dispatcher: compare-and-set that adds CONDEMNED or
///                                        INTERRUPTED; 0 between tasks
///       8  batch          8  worker      before task; that the task belongs to
///      16  index          4  worker      before task; of the task in its batch
///      20  saved          4  worker      release; how many results are in the journal
///      24  since          8  worker      before task; its System.nanoTime() at the task's begin
///      32  lineBytes      4  worker      release; how many bytes of lines there are
///     128  cancelled      8  dispatcher  volatile; the batch whose further tasks are to be skipped, or
///                                        -1 if no task may begin
///     256  lines       1024  worker      before lineBytes; the end of what it printed, UTF-8
///    1280  results    65536  worker      before saved; one record after the other
/// ```
final class JournalLayout {
  static final int LINES = 1024;
  static final int RESULTS = 64 << 10;

  static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_LONG.withName("task"),
          JAVA_LONG.withName("batch"),
          JAVA_INT.withName("index"),
          JAVA_INT.withName("saved"),
          JAVA_LONG.withName("since"),
          JAVA_INT.withName("lineBytes"),
          paddingLayout(92),
          JAVA_LONG.withName("cancelled"),
          paddingLayout(120),
          sequenceLayout(LINES, JAVA_BYTE).withName("lines"),
          sequenceLayout(RESULTS, JAVA_BYTE).withName("results"));

  private JournalLayout() {}

  static long offset(String field) {
    return LAYOUT.byteOffset(PathElement.groupElement(field));
  }
}
