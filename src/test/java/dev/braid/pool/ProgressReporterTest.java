package dev.braid.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.memory.Audience;
import dev.braid.memory.Output;
import dev.braid.memory.OutputRecord.Kind;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ProgressReporterTest {
  private final ManualPace pace = new ManualPace();
  private final Screen screen = new Screen();

  /// Remembers what is shown, each with a word for what became of it.
  private static final class Screen implements ProgressView, ProgressView.Bar {
    final List<String> shown = new CopyOnWriteArrayList<>();
    final List<Progress> all = new CopyOnWriteArrayList<>();

    private void add(String what, Progress progress) {
      shown.add(what + " " + progress.done());
      all.add(progress);
    }

    @Override
    public Bar open(Progress first) {
      add("open", first);
      return this;
    }

    @Override
    public void update(Progress progress) {
      add("update", progress);
    }

    @Override
    public void close(Progress last) {
      add("close", last);
    }
  }

  private ProgressReporter reporter(OptionalLong total) {
    return new ProgressReporter("job", total, () -> Optional.of(screen), pace);
  }

  @Test
  void aJobThatEndsSoonShowsNothingAndLeavesNothing() {
    ProgressReporter reporter = reporter(OptionalLong.of(10));
    reporter.done("Worker-1", 10, 0);
    pace.advance(Duration.ofMillis(499));
    reporter.close();
    assertThat(pace.waiting()).isZero();
    pace.advance(Duration.ofSeconds(10));
    assertThat(screen.shown).isEmpty();
  }

  @Test
  void aLongJobIsShownAtFirstAndFiveTimesASecondAndAtItsEnd() {
    ProgressReporter reporter = reporter(OptionalLong.of(100));
    pace.advance(Duration.ofMillis(500));
    assertThat(screen.shown).containsExactly("open 0");
    for (int i = 0; i < 100; i++) {
      reporter.done("Worker-1", 1, 0);
      pace.advance(Duration.ofMillis(10));
    }
    reporter.close();
    assertThat(screen.shown)
        .containsExactly(
            "open 0",
            "update 20",
            "update 40",
            "update 60",
            "update 80",
            "update 100",
            "close 100");
    assertThat(pace.waiting()).isZero();
  }

  @Test
  void whereNothingHappensTheTimeIsShownOnceASecond() {
    ProgressReporter reporter = reporter(OptionalLong.of(2));
    pace.advance(Duration.ofMillis(3600));
    assertThat(screen.shown).containsExactly("open 0", "update 0", "update 0", "update 0");
    reporter.close();
  }

  @Test
  void itCountsByWorkerAndFailures() {
    ProgressReporter reporter = reporter(OptionalLong.of(10));
    reporter.done("Worker-2", 3, 1);
    reporter.done("Worker-1", 2, 0);
    reporter.done("Worker-2", 1, 1);
    pace.advance(Duration.ofMillis(500));
    assertThat(screen.all)
        .containsExactly(
            new Progress(
                "job",
                6,
                OptionalLong.of(10),
                2,
                Duration.ofMillis(500),
                Map.of("Worker-1", 2L, "Worker-2", 4L)));
    reporter.close();
  }

  @Test
  void moreThanThereAreOnlyShowsThatTheTotalWasWrong() {
    ProgressReporter reporter = reporter(OptionalLong.of(1));
    reporter.done("Worker-1", 2, 5);
    pace.advance(Duration.ofMillis(500));
    reporter.close();
    assertThat(screen.all.getLast().total()).hasValue(2);
    assertThat(screen.all.getLast().failures()).isEqualTo(2);
  }

  @Test
  void onlyTheFirstCloseCounts() {
    ProgressReporter reporter = reporter(OptionalLong.empty());
    pace.advance(Duration.ofMillis(500));
    reporter.close();
    reporter.close();
    reporter.done("Worker-1", 1, 0);
    pace.advance(Duration.ofSeconds(5));
    assertThat(screen.shown).containsExactly("open 0", "close 0");
  }

  @Test
  void aDisplayThatFailsIsTriedNoMoreAndHarmsNobody() {
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    ProgressReporter reporter =
        new ProgressReporter(
            "job",
            OptionalLong.empty(),
            () -> {
              screen.shown.add("tried");
              throw new IllegalStateException("expected in this test");
            },
            pace);
    pace.advance(Duration.ofSeconds(2));
    reporter.done("Worker-1", 1, 0);
    reporter.close();
    System.setErr(err);
    assertThat(screen.shown).containsExactly("tried");
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "braid: progress can't be shown any more: java.lang.IllegalStateException: expected in this test%n"
                .formatted());
  }

  @Test
  void withoutAViewNothingIsTriedAgain() {
    ProgressReporter reporter =
        new ProgressReporter("job", OptionalLong.empty(), Optional::empty, pace);
    pace.advance(Duration.ofSeconds(2));
    assertThat(pace.waiting()).isZero();
    reporter.close();
  }

  @Test
  void whatIsShownBelongsToTheCellOfTheJob() {
    List<Long> cells = new ArrayList<>();
    List<ProgressReporter> made = new ArrayList<>();
    Output.inCell(
        4711,
        () ->
            made.add(
                new ProgressReporter(
                    "job",
                    OptionalLong.empty(),
                    () -> {
                      cells.add(Output.cell());
                      return Optional.empty();
                    },
                    pace)));
    pace.advance(Duration.ofSeconds(1));
    made.forEach(ProgressReporter::close);
    assertThat(cells).containsExactly(4711L);
  }

  @Test
  void nobodyWatchesATest() {
    Output.sink(_ -> {});
    assertThat(Output.audience()).isEqualTo(Audience.NOBODY);
    try (ProgressReporter reporter = ProgressReporter.of("job", OptionalLong.of(1), false)) {
      reporter.done("Worker-1", 1, 0);
    }
  }

  /// With the real thread, and a display that says when it may go on.
  @Nested
  class WhenTheDisplayHangs {
    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    private ProgressReporter slow() {
      return new ProgressReporter(
          "job",
          OptionalLong.of(1000),
          () ->
              Optional.of(first -> {
                opened.countDown();
                awaitRelease();
                return screen.open(first);
              }),
          Pace.real());
    }

    private void awaitRelease() {
      try {
        assertThat(released.await(1, TimeUnit.MINUTES)).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Test
    void tasksAreCountedMeanwhile() throws InterruptedException {
      ProgressReporter reporter = slow();
      opened.await();
      for (int i = 0; i < 1000; i++) {
        reporter.done("Worker-1", 1, 0);
      }
      released.countDown();
      reporter.close();
      // How far it is may be shown once more before the end.
      assertThat(screen.shown).startsWith("open 0").endsWith("close 1000");
    }

    @Test
    void closeWaitsForTheLastStateThoughInterrupted() throws InterruptedException {
      ProgressReporter reporter = slow();
      opened.await();
      released.countDown();
      Thread.currentThread().interrupt();
      reporter.close();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(screen.shown).last().isEqualTo("close 0");
    }

    @Test
    void closeGivesUpInTheEnd() throws InterruptedException {
      ProgressReporter reporter = slow();
      opened.await();
      reporter.close();
      assertThat(screen.shown).isEmpty();
      released.countDown();
    }
  }

  @Nested
  class OnATerminal {
    private final List<String> written = new CopyOnWriteArrayList<>();

    private void shown(Progress first, Progress last) {
      Output.flush();
      Output.sink(entry -> {
        if (entry.kind() == Kind.STDERR) {
          written.add(new String(entry.bytes(), StandardCharsets.UTF_8));
        }
      });
      new TerminalLine().open(first).close(last);
      Output.flush();
      Output.sink(_ -> {});
    }

    private static Progress progress(String label, long done, long total, long millis) {
      return new Progress(
          label, done, OptionalLong.of(total), 0, Duration.ofMillis(millis), Map.of());
    }

    @Test
    void oneLineIsWrittenInPlaceAndFinished() {
      shown(progress("a", 1, 9, 500), progress("a", 9, 9, 2000));
      assertThat(written)
          .containsExactly(
              "\ra: 1 of 9 (11 %), 2.0/s, 4.0 s left", "\ra: 9 of 9 in 2.0 s, 4.5/s          \n");
    }
  }
}
