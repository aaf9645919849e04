package dev.braid.pool;

import dev.braid.memory.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Workers that do what a test says, on its thread.
final class FakeCrew implements Crew {
  private final List<FakeWorker> hired = new ArrayList<>();
  private final Timesheet timesheet = new Timesheet();

  /// How many more can be hired.
  int supply = Integer.MAX_VALUE;

  boolean isDisbanded;

  List<FakeWorker> hired() {
    return hired;
  }

  @Override
  public Worker hire(int number) throws HiringException {
    if (supply == 0) {
      throw new HiringException(new IllegalStateException("nobody there"));
    }
    supply--;
    FakeWorker worker = new FakeWorker(number, timesheet.starting("fake-" + number));
    hired.add(worker);
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
  public boolean await(BooleanSupplier done, Deadline deadline) {
    return done.getAsBoolean();
  }

  @Override
  public void signal() {}

  @Override
  public void expect() {}

  @Override
  public void poll() {}

  @Override
  public void disband() {
    isDisbanded = true;
  }

  /// One who takes a batch only when told.
  static final class FakeWorker extends Worker {
    final List<Batch> lane = new ArrayList<>();
    @Nullable Batch current;

    /// True if its batches are so short that it has another one before it has done the last.
    boolean isQuick = true;

    boolean isDismissed;
    volatile boolean isKilled;
    final CountDownLatch killing = new CountDownLatch(1);

    /// Where it stands between two tasks; empty if it moves.
    volatile Optional<Object> stand = Optional.empty();

    final List<Batch> interrupted = new ArrayList<>();

    FakeWorker(int number, Timesheet.Card card) {
      super(number, card);
    }

    @Override
    boolean hasRoom() {
      return isQuick ? isReady() && held().size() < 2 : super.hasRoom();
    }

    /// Takes the next batch.
    Batch take() {
      current = lane.removeFirst();
      return current;
    }

    /// The arguments that wait for it.
    List<@Nullable Object> waiting() {
      return lane.stream().<@Nullable Object>map(batch -> batch.argument(0)).toList();
    }

    @Override
    String name() {
      return "fake-" + number();
    }

    @Override
    long pid() {
      return number();
    }

    @Override
    boolean isProcess() {
      return false;
    }

    @Override
    void bring(Batch batch) {
      lane.add(batch);
    }

    @Override
    List<Long> recall() {
      List<Long> back = lane.stream().map(Batch::number).toList();
      lane.clear();
      return back;
    }

    @Override
    Optional<Running> running() {
      return Optional.ofNullable(current)
          .map(batch -> new Running(batch, batch.claimed(), Duration.ZERO));
    }

    @Override
    void interrupt(Batch batch) {
      interrupted.add(batch);
    }

    @Override
    boolean condemn(Running running) {
      return true;
    }

    @Override
    Optional<Object> standstill() {
      return stand;
    }

    @Override
    boolean halt() {
      return current == null;
    }

    @Override
    void dismiss() {
      isDismissed = true;
    }

    @Override
    void kill() {
      isKilled = true;
      killing.countDown();
    }
  }
}
