package dev.braid.pool;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.braid.code.Codec;
import dev.braid.code.NotCopyableException;
import dev.braid.memory.ArenaFullException;
import dev.braid.memory.BlockName;
import dev.braid.memory.Deadline;
import dev.braid.memory.Incoming;
import dev.braid.memory.Journal;
import dev.braid.memory.KillPoint;
import dev.braid.memory.Lookout;
import dev.braid.memory.Message;
import dev.braid.memory.Output;
import dev.braid.pool.Report.Result;
import dev.braid.spawn.Failure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// What a worker process does: one task after the other, each of them entered in its [Journal].
///
/// Results are sent together: when their batch is done, when the journal is full, or after a
/// moment.
///
/// Kill points beside those of the journal and the channels: `worker.taken` (has a batch, and has
/// begun none of it), `worker.called` (has a result that is saved nowhere).
public final class TaskLoop {
  /// For so long a result may wait for others.
  private static final long PATIENCE = Duration.ofMillis(5).toNanos();

  private final Lane lane;
  private final Journal journal;
  private final Caller caller;
  private final KnownFunctions functions = new KnownFunctions();
  private long batch;
  private Shape shape = Shape.CALL;
  private @Nullable Object function;
  private boolean hasFunction;
  private int saved;
  private long savedBytes;
  private long lastReport;

  /// @param caller who calls the functions of users
  public TaskLoop(Lane.Address address, Caller caller) {
    this.lane = address.open();
    this.journal = lane.journal();
    this.caller = caller;
  }

  /// Does tasks until the dispatcher says that there are no more.
  ///
  /// @param initializer runs before; it may be none
  /// @throws Throwable what the initializer throws, after the dispatcher has been told
  public void run(BlockName initializer) throws Throwable {
    Output.listen(journal::printed);
    initialize(initializer);
    lane.report(new Report(Report.READY, System.nanoTime(), Bytes.of(new byte[0])));
    boolean more = true;
    while (more) {
      more = step();
    }
  }

  private void initialize(BlockName initializer) throws Throwable {
    try {
      Object call = KnownFunctions.initializer(initializer);
      if (call != null) {
        Object _ = caller.call(Shape.RUN, call, null);
      }
    } catch (Throwable t) {
      lane.report(new Report(Report.NOT_READY, 0, Bytes.of(encode(t))));
      throw t;
    }
  }

  private boolean step() {
    try (Incoming message = lane.tasks().take(Deadline.NONE, Lookout.NONE)) {
      if (message == null) {
        return false;
      }
      batch = message.memory().get(JAVA_LONG_UNALIGNED, message.offset() + PackedBatch.BATCH);
      if (batch != 0) {
        work(message);
      }
      return batch != 0;
    } catch (InterruptedException e) {
      // It was for a task that has ended.
      return true;
    }
  }

  private void work(Incoming message) {
    KillPoint.at("worker.taken");
    MemorySegment memory = message.memory();
    long count = memory.get(JAVA_LONG_UNALIGNED, message.offset() + PackedBatch.COUNT);
    Output.enter(memory.get(JAVA_LONG_UNALIGNED, message.offset() + PackedBatch.CELL));
    hasFunction = false;
    long at = message.offset() + PackedBatch.ARGUMENTS;
    long now = System.nanoTime();
    for (int i = 0; i < count; i++) {
      long length = memory.get(JAVA_LONG_UNALIGNED, at);
      journal.begin(batch, i, now);
      Done done =
          journal.isCancelled(batch) ? Done.SKIPPED : call(message, at + Long.BYTES, length);
      KillPoint.at("worker.called");
      long end = System.nanoTime();
      save(new Result(batch, i, done.kind(), end - now, done.content()));
      if (journal.end() != 0) {
        endMarked();
      }
      // An interrupt that the task left is not for the next one.
      boolean _ = Thread.interrupted();
      now = end;
      at += Long.BYTES + length;
      if (now - lastReport > PATIENCE) {
        flush(now);
      }
    }
    // Now, though the next batch may be here: that may take long, or wait for what comes of these.
    flush(now);
  }

  /// How a task ended.
  private record Done(int kind, Message content) {
    /// Nobody wants to know.
    static final Done SKIPPED = new Done(Report.SKIPPED, Bytes.of(new byte[0]));
  }

  private Done call(Incoming message, long at, long length) {
    MemorySegment memory = message.memory();
    long head = message.offset();
    try {
      if (!hasFunction) {
        BlockName name =
            new BlockName(
                memory.get(JAVA_LONG_UNALIGNED, head + PackedBatch.FUNCTION),
                memory.get(JAVA_LONG_UNALIGNED, head + PackedBatch.LIFE));
        function = functions.find(name);
        shape = Shape.of((int) memory.get(JAVA_LONG_UNALIGNED, head + PackedBatch.SHAPE));
        hasFunction = true;
      }
      Object argument = Codec.current().decode(memory, at, length);
      return returned(caller.call(shape, function, argument));
    } catch (Throwable t) {
      return new Done(Report.THREW, Bytes.of(encode(t)));
    }
  }

  private static Done returned(@Nullable Object value) {
    try {
      return new Done(Report.VALUE, Codec.current().encode("result", value));
    } catch (NotCopyableException e) {
      byte[] text = String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8);
      return new Done(Report.UNCOPYABLE, Bytes.of(text));
    }
  }

  private void save(Result result) {
    long length = result.length();
    if (length > Journal.ROOM || !result.held().isEmpty()) {
      flush(lastReport);
      send(result);
      return;
    }
    if (savedBytes + length > Journal.ROOM) {
      flush(lastReport);
    }
    result.writeTo(journal.memory(), Journal.RESULTS + savedBytes);
    savedBytes += length;
    saved++;
    journal.saved(saved);
  }

  /// Sends a result by itself.
  private void send(Result result) {
    try {
      lane.report(new Report(Report.RESULTS, 1, result));
    } catch (ArenaFullException e) {
      Bytes failure = Bytes.of(encode(e));
      save(new Result(batch, result.index(), Report.THREW, result.nanos(), failure));
    }
  }

  private void flush(long now) {
    if (saved > 0) {
      Bytes records = new Bytes(journal.memory(), Journal.RESULTS, savedBytes);
      lane.report(new Report(Report.RESULTS, saved, records));
      saved = 0;
      savedBytes = 0;
      journal.sent();
    }
    lastReport = now;
  }

  private void endMarked() {
    if (!endInterrupted()) {
      // Condemned: the dispatcher is about to kill this process.
      while (true) {
        LockSupport.park(this);
      }
    }
  }

  private synchronized boolean endInterrupted() {
    boolean ended = journal.endInterrupted();
    boolean _ = Thread.interrupted();
    return ended;
  }

  /// Interrupts the thread that does the tasks, if the dispatcher means the task that it is doing.
  public synchronized void interrupt(Thread worker) {
    if ((journal.marks() & Journal.INTERRUPTED) != 0) {
      worker.interrupt();
    }
  }

  private byte[] encode(Throwable thrown) {
    StringWriter text = new StringWriter();
    try {
      Traces.cut(thrown, caller.getClass());
      thrown.printStackTrace(new PrintWriter(text, true));
    } catch (RuntimeException | Error e) {
      // It has code of its own that fails.
      text.append("%s (printing it threw %s)".formatted(thrown.getClass(), e.getClass()));
    }
    return Failure.encode(thrown, text.toString());
  }
}
