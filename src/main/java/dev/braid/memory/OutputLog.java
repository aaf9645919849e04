package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.braid.memory.OutputRecord.Kind;
import dev.braid.os.Doorbell;
import dev.braid.os.OperatingSystem;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.time.Duration;

/// What every process of a session prints, in one order: a ring in shared memory with many
/// producers and one consumer.
///
/// If one print happens before another, through whatever the processes share, it stands before it.
/// A producer takes the lock, copies its record, and commits it by the store of `tail`: killed
/// before that, it printed nothing; killed after it, the record is whole. A full ring makes
/// producers wait for the consumer.
///
/// [LogHeader] describes the layout.
final class OutputLog {
  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final VarHandle LONG = JAVA_LONG.varHandle();
  private static final long LOCK = LogHeader.offset("lock");
  private static final long TAIL = LogHeader.offset("tail");
  private static final long HEAD = LogHeader.offset("head");
  private static final long SLEEPING = LogHeader.offset("sleeping");
  private static final long FULL = LogHeader.offset("full");
  private static final int CONTINUED = 0x8000_0000;
  private static final Duration SLICE = Duration.ofMillis(50);

  private final OperatingSystem os = OperatingSystem.current();
  private final MemorySegment header;
  private final MemorySegment ring;
  private final long capacity;
  private final FutexLock lock;
  private final Doorbell.Button bell;

  // The consumer's alone.
  private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
  private long unfinishedPid;

  /// Lays out a new log in zeroed memory; the ring's size is the largest power of two that fits.
  static void create(MemorySegment memory) {
    long capacity = Long.highestOneBit(memory.byteSize() - LogHeader.LAYOUT.byteSize());
    memory.set(JAVA_INT, LogHeader.offset("magic"), LogHeader.MAGIC);
    memory.set(JAVA_INT, LogHeader.offset("version"), LogHeader.VERSION);
    memory.set(JAVA_LONG, LogHeader.offset("capacity"), capacity);
  }

  OutputLog(MemorySegment memory, Doorbell.Button bell) {
    int magic = memory.get(JAVA_INT, LogHeader.offset("magic"));
    int version = memory.get(JAVA_INT, LogHeader.offset("version"));
    if (magic != LogHeader.MAGIC || version != LogHeader.VERSION) {
      throw new IllegalStateException(
          "no output log of version %d (magic %x, version %d); start all processes with one build of Braid"
              .formatted(LogHeader.VERSION, magic, version));
    }
    this.header = memory;
    this.capacity = memory.get(JAVA_LONG, LogHeader.offset("capacity"));
    this.ring = memory.asSlice(LogHeader.LAYOUT.byteSize(), capacity);
    this.lock = new FutexLock(memory, LOCK, Owners.byPid());
    this.bell = bell;
  }

  /// Appends a record; one larger than a quarter of the ring is continued in further records that
  /// follow it at once.
  ///
  /// Blocks while the ring is full. Obeys no interruption: what was printed must not be lost.
  void write(Kind kind, long cell, long pid, byte[] bytes) {
    int limit = (int) (capacity / 4) - LogHeader.RECORD_HEADER;
    lock.acquire();
    try {
      KillPoint.at("log.locked");
      int from = 0;
      do {
        int length = Math.min(limit, bytes.length - from);
        boolean last = from + length == bytes.length;
        append(kind.code() | (last ? 0 : CONTINUED), cell, pid, bytes, from, length);
        from += length;
      } while (from < bytes.length);
    } finally {
      lock.release();
    }
    KillPoint.at("log.released");
    ring();
  }

  private void append(int kind, long cell, long pid, byte[] bytes, int from, int length) {
    long tail = tail();
    long end = tail + size(length);
    while (end - (long) LONG.getAcquire(header, HEAD) > capacity) {
      awaitRoom(end);
    }
    setWord(tail, Integer.toUnsignedLong(length) | (long) kind << 32);
    setWord(tail + 8, cell);
    setWord(tail + 16, pid);
    put(bytes, from, tail + LogHeader.RECORD_HEADER, length);
    KillPoint.at("log.copied");
    // The commit. Volatile: it pairs with the consumer's load of `tail`, and comes before our load
    // of `sleeping`.
    LONG.setVolatile(header, TAIL, end);
    KillPoint.at("log.committed");
  }

  private void awaitRoom(long end) {
    ring();
    INT.setVolatile(header, FULL, 1);
    // Pairs with the consumer, which stores `head` before it looks at `full`.
    if (end - (long) LONG.getVolatile(header, HEAD) > capacity) {
      os.await(header, FULL, 1, SLICE);
    }
  }

  private void ring() {
    // The consumer alone clears the flag, so a producer killed here leaves it for the next one to
    // ring.
    if ((int) INT.getVolatile(header, SLEEPING) == 1) {
      KillPoint.at("log.ringing");
      bell.ring();
    }
  }

  private void setWord(long position, long word) {
    ring.set(JAVA_LONG, position & (capacity - 1), word);
  }

  private long word(long position) {
    return ring.get(JAVA_LONG, position & (capacity - 1));
  }

  private void put(byte[] from, int offset, long position, int length) {
    long at = position & (capacity - 1);
    int first = (int) Math.min(length, capacity - at);
    MemorySegment.copy(from, offset, ring, JAVA_BYTE, at, first);
    MemorySegment.copy(from, offset + first, ring, JAVA_BYTE, 0, length - first);
  }

  private void take(long position, byte[] to) {
    long at = position & (capacity - 1);
    int first = (int) Math.min(to.length, capacity - at);
    MemorySegment.copy(ring, JAVA_BYTE, at, to, 0, first);
    MemorySegment.copy(ring, JAVA_BYTE, 0, to, first, to.length - first);
  }

  private static long size(int length) {
    return (LogHeader.RECORD_HEADER + length + 7L) & ~7L;
  }

  /// Where the next record will begin; all records before it are committed.
  long tail() {
    return (long) LONG.getVolatile(header, TAIL);
  }

  /// Up to where the consumer has handed records on.
  long head() {
    return (long) LONG.getVolatile(header, HEAD);
  }

  /// Hands all committed records to `sink`; only the consumer's thread calls it.
  ///
  /// @return true if there was any
  boolean drain(OutputSink sink) {
    // Acquire: pairs with the commit in append(); what the record says is seen.
    long tail = (long) LONG.getAcquire(header, TAIL);
    long head = (long) LONG.getAcquire(header, HEAD);
    boolean any = head != tail;
    while (head != tail) {
      long lengthAndKind = word(head);
      int length = (int) lengthAndKind;
      int kind = (int) (lengthAndKind >> 32);
      long cell = word(head + 8);
      long pid = word(head + 16);
      byte[] payload = new byte[length];
      take(head + LogHeader.RECORD_HEADER, payload);
      deliver(sink, kind, cell, pid, payload);
      head += size(length);
      // Our reads of the record happen before a producer sees the room. Volatile: it comes before
      // our load of `full`.
      LONG.setVolatile(header, HEAD, head);
      if ((int) INT.getVolatile(header, FULL) == 1) {
        INT.setVolatile(header, FULL, 0);
        os.wake(header, FULL, Integer.MAX_VALUE);
      }
    }
    return any;
  }

  private void deliver(OutputSink sink, int kind, long cell, long pid, byte[] payload) {
    Kind what = Kind.of(kind & ~CONTINUED);
    byte[] whole = payload;
    if (what == Kind.DISPLAY && (kind < 0 || unfinished.size() > 0)) {
      if (pid != unfinishedPid) {
        // Its producer was killed before the last part: half a display message can't be shown.
        unfinished.reset();
      }
      unfinishedPid = pid;
      unfinished.writeBytes(payload);
      if (kind < 0) {
        return;
      }
      whole = unfinished.toByteArray();
      unfinished.reset();
    }
    sink.accept(new OutputRecord(cell, pid, what, whole));
  }

  /// Announces that the consumer will wait for the doorbell; false if there is something to drain
  /// after all.
  boolean prepareToSleep() {
    INT.setVolatile(header, SLEEPING, 1);
    // Pairs with write(), which commits before it looks at `sleeping`: one of the two sees the
    // other.
    return tail() == head();
  }

  /// Ends what [#prepareToSleep] announced: producers need not ring any more.
  void wakeUp() {
    INT.setVolatile(header, SLEEPING, 0);
  }

  /// Frees what a process that has ended still held, and rings for it: it may have been killed
  /// between its commit and its ring.
  void producerDied(long pid) {
    lock.ownerDied((int) pid);
    ring();
  }
}
