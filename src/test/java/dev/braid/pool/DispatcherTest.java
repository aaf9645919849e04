package dev.braid.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.pool.FakeCrew.FakeWorker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Who gets which batch, and what becomes of it.
class DispatcherTest {
  private final FakeCrew crew = new FakeCrew();
  private final Recorded job = new Recorded(false);
  private Dispatcher dispatcher = new Dispatcher(crew, new Size(1, true, 0));

  private static final class Recorded extends Job {
    private final boolean isLazy;
    private final Map<Integer, Object> told = new TreeMap<>();
    private boolean isOver;

    Recorded(boolean isLazy) {
      super(new PlainFunction(Shape.ONE, "function"));
      this.isLazy = isLazy;
    }

    @Override
    protected void value(int index, @Nullable Object value) {
      told.put(index, "value");
    }

    @Override
    protected void failed(int index, Trouble trouble) {
      told.put(index, trouble);
    }

    @Override
    protected boolean isLazy() {
      return isLazy;
    }

    @Override
    protected void finished() {
      isOver = true;
    }
  }

  private void open(int workers, int batches) throws HiringException {
    dispatcher = new Dispatcher(crew, new Size(workers, true, batches));
    dispatcher.start();
    dispatcher.begin(job);
  }

  private void ready() {
    List.copyOf(crew.hired()).forEach(dispatcher::ready);
  }

  private FakeWorker worker(int number) {
    return crew.hired().get(number - 1);
  }

  /// Batches of one task each; of which each is its own argument.
  private void submit(int from, int to) {
    for (int i = from; i < to; i++) {
      assertThat(dispatcher.submit(job, i, List.of(i), false)).isTrue();
    }
  }

  private void submitOne(int size) {
    List<Integer> arguments = IntStream.range(0, size).boxed().toList();
    assertThat(dispatcher.submit(job, 0, arguments, false)).isTrue();
  }

  /// The worker reports the first tasks of its batch.
  private void report(FakeWorker worker, int end) {
    Batch batch = Objects.requireNonNull(worker.current);
    Optional<Claim> claim = dispatcher.claim(worker, batch.number(), end);
    claim.ifPresent(claimed -> {
      for (int i = claimed.from(); i < end; i++) {
        job.value(batch.indexInJob(i), null);
      }
      dispatcher.told(claimed);
    });
    if (batch.isDone()) {
      worker.current = null;
    }
  }

  private void die(FakeWorker worker) {
    dispatcher.ended(
        worker,
        worker.running(),
        new Departure(worker.name(), worker.pid(), -9, worker.wasReady(), ""));
  }

  @Test
  void whoHasNothingGetsTheNextBatchAndThenEachOneMore() throws HiringException {
    open(2, 0);
    submit(0, 5);
    ready();
    assertThat(worker(1).waiting()).containsExactly(0, 1);
    assertThat(worker(2).waiting()).containsExactly(2, 3);
  }

  @Test
  void nothingWaitsBehindABatchThatMayBeLong() throws HiringException {
    open(2, 0);
    crew.hired().forEach(worker -> worker.isQuick = false);
    submit(0, 3);
    ready();
    assertThat(worker(1).waiting()).containsExactly(0);
    assertThat(worker(2).waiting()).containsExactly(1);
    Batch _ = worker(2).take();
    report(worker(2), 1);
    assertThat(worker(2).waiting()).containsExactly(2);
  }

  @Test
  void whoHasNothingTakesWhatAnotherOneHasNotBegun() throws HiringException {
    open(2, 0);
    submit(0, 4);
    dispatcher.ready(worker(1));
    Batch _ = worker(1).take();
    assertThat(worker(1).waiting()).containsExactly(1);
    dispatcher.ready(worker(2));
    assertThat(worker(2).waiting()).containsExactly(2, 3);
    for (int i = 0; i < 2; i++) {
      Batch _ = worker(2).take();
      report(worker(2), 1);
    }
    assertThat(worker(2).waiting()).containsExactly(1);
    assertThat(worker(1).waiting()).isEmpty();
    Batch _ = worker(2).take();
    report(worker(2), 1);
    report(worker(1), 1);
    dispatcher.seal(job);
    assertThat(job.told).hasSize(4).containsEntry(1, "value");
    assertThat(job.isOver).isTrue();
  }

  @Test
  void aDeathFailsTheRunningTaskAndGivesTheRestBackInOrder() throws HiringException {
    open(1, 0);
    ready();
    submitOne(5);
    submit(5, 7);
    Batch _ = worker(1).take();
    report(worker(1), 2);
    die(worker(1));
    dispatcher.ready(worker(2));
    assertThat(job.told).containsOnlyKeys(0, 1, 2);
    assertThat(job.told.get(2)).isInstanceOf(Trouble.Died.class);
    assertThat(worker(2).waiting()).containsExactly(3, 5);
    assertThat(worker(2).take().count()).isEqualTo(2);
  }

  @Test
  void aDeathBetweenTasksFailsNone() throws HiringException {
    open(1, 0);
    ready();
    submitOne(3);
    Batch batch = worker(1).take();
    report(worker(1), 1);
    worker(1).current = null;
    die(worker(1));
    dispatcher.ready(worker(2));
    assertThat(job.told).containsOnlyKeys(0);
    assertThat(worker(2).take().indexInJob(0)).isEqualTo(batch.indexInJob(1));
  }

  @Test
  void whoStandsStillBetweenTasksIsEndedAndNoTaskFails() throws Exception {
    open(1, 0);
    ready();
    submitOne(3);
    Batch batch = worker(1).take();
    report(worker(1), 1);
    worker(1).current = null;
    worker(1).stand = Optional.of("after the first");
    dispatcher.limit(job, Duration.ofMillis(1));
    worker(1).killing.await();
    die(worker(1));
    dispatcher.ready(worker(2));
    assertThat(job.told).containsOnlyKeys(0);
    assertThat(worker(2).take().indexInJob(0)).isEqualTo(batch.indexInJob(1));
  }

  @Test
  void whoStandsStillWithABatchThatNobodyWantsIsEnded() throws Exception {
    open(1, 0);
    ready();
    submitOne(3);
    Batch _ = worker(1).take();
    worker(1).current = null;
    worker(1).stand = Optional.of("before the first");
    dispatcher.breakOff(job, new Trouble.Cancelled());
    worker(1).killing.await();
    die(worker(1));
    dispatcher.seal(job);
    assertThat(job.told).hasSize(3);
    assertThat(job.isOver).isTrue();
  }

  @Test
  void whatADeadWorkerReportsLateIsToldOnce() throws HiringException {
    open(1, 0);
    ready();
    submitOne(3);
    Batch batch = worker(1).take();
    die(worker(1));
    assertThat(dispatcher.claim(worker(1), batch.number(), 3)).isEmpty();
    assertThat(job.told).containsOnlyKeys(0);
  }

  @Test
  void whoHasDoneItsNumberLeavesAndKeepsWhatItHas() throws HiringException {
    open(2, 2);
    dispatcher.ready(worker(1));
    submit(0, 4);
    assertThat(worker(1).waiting()).containsExactly(0, 1);
    assertThat(worker(1).isDismissed).isTrue();
    assertThat(dispatcher.pids()).containsExactly(2L);
    dispatcher.ready(worker(2));
    assertThat(worker(2).waiting()).containsExactly(2, 3);
    assertThat(worker(1).waiting()).containsExactly(0, 1);
  }

  @Test
  void aJobThatIsBrokenOffIsTakenBackFromWhoLeaves() throws HiringException {
    open(1, 2);
    ready();
    submit(0, 3);
    Batch running = worker(1).take();
    dispatcher.breakOff(job, new Trouble.Cancelled());
    assertThat(worker(1).waiting()).isEmpty();
    assertThat(worker(1).interrupted).containsExactly(running);
    assertThat(job.told).containsOnlyKeys(1, 2);
    report(worker(1), 1);
    dispatcher.seal(job);
    assertThat(job.isOver).isTrue();
  }

  @Test
  void aFailedBeginningFailsWhatWaitsOnceNobodyElseCanDoIt() throws HiringException {
    Trouble trouble = new Trouble.Threw(new IllegalStateException("no"));
    open(2, 1);
    dispatcher.ready(worker(1));
    submit(0, 3);
    Batch _ = worker(1).take();
    assertThat(job.told).isEmpty();
    dispatcher.notInitialized(worker(2), trouble);
    assertThat(job.told).containsOnlyKeys(1, 2).containsEntry(2, trouble);
    report(worker(1), 1);
    die(worker(1));
    die(worker(2));
    assertThat(crew.hired()).hasSize(2);
    submit(3, 4);
    assertThat(crew.hired()).hasSize(3);
  }

  @Test
  void aFailedBeginningIsNoMatterWhileAnotherOneWorks() throws HiringException {
    open(2, 0);
    dispatcher.ready(worker(1));
    submit(0, 9);
    dispatcher.notInitialized(worker(2), new Trouble.Cancelled());
    assertThat(job.told).isEmpty();
  }

  @Test
  void oneThatHasFailedToBeginIsWaitedFor() throws HiringException {
    open(1, 0);
    dispatcher.notInitialized(worker(1), new Trouble.Cancelled());
    dispatcher.seal(job);
    dispatcher.close();
    assertThat(dispatcher.isOver()).isFalse();
    die(worker(1));
    assertThat(dispatcher.isOver()).isTrue();
    assertThat(crew.isDisbanded).isTrue();
  }

  @Test
  void deathsWhileStartingAreBorneTwice() throws HiringException {
    open(1, 0);
    submit(0, 1);
    die(worker(1));
    die(worker(2));
    assertThat(job.told).isEmpty();
    die(worker(3));
    assertThat(job.told.get(0)).isInstanceOf(Trouble.Died.class);
    assertThat(crew.hired()).hasSize(3);
  }

  @Test
  void ifOneCantBeHiredTheOthersAreEnded() {
    crew.supply = 3;
    dispatcher = new Dispatcher(crew, new Size(4, true, 0));
    assertThatThrownBy(dispatcher::start).isInstanceOf(HiringException.class);
    assertThat(crew.hired()).hasSize(3).allMatch(worker -> worker.isKilled);
    crew.hired().forEach(this::die);
    assertThat(dispatcher.isOver()).isTrue();
  }

  @Test
  void whoCantBeReplacedIsSaidToWhoWaits() throws HiringException {
    crew.supply = 1;
    open(1, 0);
    ready();
    submit(0, 3);
    Batch _ = worker(1).take();
    die(worker(1));
    assertThat(job.told.get(0)).isInstanceOf(Trouble.Died.class);
    assertThat(job.told.get(1)).isInstanceOf(Trouble.NotStarted.class);
    assertThat(job.told.get(2)).isInstanceOf(Trouble.NotStarted.class);
    crew.supply = 1;
    submit(3, 4);
    dispatcher.ready(worker(2));
    assertThat(worker(2).waiting()).containsExactly(3);
  }

  @Test
  void aClosedDispatcherTakesNoMoreOfALazyJobAndEndsIt() throws HiringException {
    Recorded lazy = new Recorded(true);
    open(1, 0);
    dispatcher.seal(job);
    dispatcher.begin(lazy);
    assertThat(dispatcher.submit(lazy, 0, List.of(0), false)).isTrue();
    dispatcher.close();
    assertThat(dispatcher.submit(lazy, 1, List.of(1), false)).isFalse();
    assertThat(lazy.isOver).isFalse();
    ready();
    Optional<Claim> claim = dispatcher.claim(worker(1), worker(1).take().number(), 1);
    dispatcher.told(claim.orElseThrow());
    assertThat(lazy.isOver).isTrue();
    assertThat(worker(1).isDismissed).isTrue();
  }

  @Test
  void terminateFailsWhatIsThereAndKillsAll() throws HiringException {
    open(2, 0);
    ready();
    submit(0, 9);
    dispatcher.terminate();
    dispatcher.seal(job);
    assertThat(job.told).hasSize(9).containsValue(new Trouble.Terminated());
    assertThat(job.isOver).isTrue();
    assertThat(crew.hired()).allMatch(worker -> worker.isKilled);
    crew.hired().forEach(this::die);
    assertThat(dispatcher.isOver()).isTrue();
    assertThat(crew.hired()).hasSize(2);
  }

  @Test
  void whereWorkersAreAsManyAsTasksNoneWaitsBehindAnother() throws HiringException {
    dispatcher = new Dispatcher(crew, new Size(Integer.MAX_VALUE, false, 0));
    dispatcher.start();
    dispatcher.begin(job);
    assertThat(crew.hired()).isEmpty();
    submit(0, 1);
    dispatcher.ready(worker(1));
    Batch _ = worker(1).take();
    submit(1, 3);
    assertThat(crew.hired()).hasSize(3);
    assertThat(worker(1).waiting()).isEmpty();
    ready();
    assertThat(worker(2).waiting()).containsExactly(1);
    assertThat(worker(3).waiting()).containsExactly(2);
  }
}
