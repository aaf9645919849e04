package dev.braid.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.braid.memory.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Workers that are threads of this process.
final class ThreadCrew implements Crew {
  private final boolean virtual;
  private final @Nullable Object initializer;
  private final Caller caller;
  private final Dispatcher dispatcher;

  @GuardedBy("this")
  private int waiting;

  private volatile boolean awaited;

  ThreadCrew(boolean virtual, @Nullable Object initializer, Caller caller, Size size) {
    this.virtual = virtual;
    this.initializer = initializer;
    this.caller = caller;
    this.dispatcher = new Dispatcher(this, size);
  }

  Dispatcher dispatcher() {
    return dispatcher;
  }

  @Override
  public Worker hire(int number) {
    String name = "PoolThread-" + number;
    ThreadWorker worker = new ThreadWorker(number, name, caller, initializer, dispatcher);
    Thread.Builder builder = virtual ? Thread.ofVirtual() : Thread.ofPlatform().daemon();
    worker.start(builder.name(name));
    return worker;
  }

  @Override
  public Function function(Shape shape, Object function) {
    return new PlainFunction(shape, function);
  }

  @Override
  public Batch batch(Job job, int first, List<?> arguments) {
    return new PlainBatch(job, first, arguments);
  }

  @Override
  public synchronized boolean await(BooleanSupplier done, Deadline deadline)
      throws InterruptedException {
    waiting++;
    awaited = true;
    try {
      // Looked at after others know that we wait: what comes about from now on wakes us.
      while (!done.getAsBoolean()) {
        if (deadline.isOver()) {
          return false;
        }
        long nanos = deadline.remaining(Duration.ofDays(1)).toNanos();
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, nanos));
      }
      return true;
    } finally {
      waiting--;
      awaited = waiting > 0;
    }
  }

  @Override
  public void signal() {
    if (awaited) {
      synchronized (this) {
        notifyAll();
      }
    }
  }

  @Override
  public void expect() {
    // Whoever works tells by himself.
  }

  @Override
  public void poll() {
    // Nothing lies about.
  }

  @Override
  public void disband() {
    signal();
  }
}
