package dev.braid.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.pool.PoolInsights.SlowTask;
import dev.braid.pool.PoolInsights.Worker;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TimesheetTest {
  private final AtomicLong time = new AtomicLong(77);
  private final Timesheet sheet = new Timesheet(time::get);

  private static long millis(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }

  private void pass(long millis) {
    time.addAndGet(millis(millis));
  }

  private Worker only() {
    assertThat(sheet.insights().workers()).hasSize(1);
    return sheet.insights().workers().getFirst();
  }

  private static Worker worker(
      String name, long pid, long tasks, long starting, long waiting, long working) {
    return new Worker(
        name,
        pid,
        tasks,
        Duration.ofMillis(starting),
        Duration.ofMillis(waiting),
        Duration.ofMillis(working));
  }

  @Test
  void aLifeIsStartingWaitingAndWorking() {
    Timesheet.Card card = sheet.starting("Worker-1");
    pass(80);
    assertThat(only()).isEqualTo(worker("Worker-1", 0, 0, 80, 0, 0));
    card.ready(4711);
    pass(10);
    assertThat(only()).isEqualTo(worker("Worker-1", 4711, 0, 80, 10, 0));
    card.gave(2);
    pass(5);
    finish(card, millis(4), "a");
    assertThat(only()).isEqualTo(worker("Worker-1", 4711, 1, 80, 11, 4));
    pass(7);
    assertThat(only())
        .as("at work on the second")
        .isEqualTo(worker("Worker-1", 4711, 1, 80, 11, 11));
    finish(card, millis(7), "b");
    pass(100);
    card.ended();
    pass(1000);
    assertThat(only()).isEqualTo(worker("Worker-1", 4711, 2, 80, 111, 11));
  }

  @Test
  void oneThatNeverGotReadyWasStartingAllItsLife() {
    Timesheet.Card card = sheet.starting("Worker-1");
    pass(80);
    card.ended();
    card.ended();
    pass(80);
    assertThat(only()).isEqualTo(worker("Worker-1", 0, 0, 80, 0, 0));
  }

  @Test
  void nobodyWorksLongerThanHeLives() {
    Timesheet.Card card = sheet.starting("Worker-1");
    card.ready(0);
    pass(5);
    finish(card, millis(6), "measured elsewhere");
    assertThat(only()).isEqualTo(worker("Worker-1", 0, 1, 0, 0, 5));
  }

  @Test
  void theFiveSlowestTasksAreKept() {
    Timesheet.Card card = sheet.starting("Worker-1");
    for (int i : new int[] {3, 9, 1, 7, 5, 8, 2, 6}) {
      finish(card, millis(i), i, "x");
    }
    assertThat(sheet.insights().slowest())
        .extracting(SlowTask::arguments)
        .containsExactly("9, x", "8, x", "7, x", "6, x", "5, x");
    assertThat(sheet.insights().slowest().getFirst())
        .isEqualTo(new SlowTask(Duration.ofMillis(9), "9, x", "Worker-1"));
  }

  @Test
  void argumentsOfFastTasksAreNotLookedAt() {
    AtomicInteger looks = new AtomicInteger();
    Object argument =
        new Object() {
          @Override
          public String toString() {
            return "look " + looks.incrementAndGet();
          }
        };
    Timesheet.Card card = sheet.starting("Worker-1");
    for (int i = 0; i < 100; i++) {
      finish(card, millis(1) - 1, argument);
    }
    for (int i = 0; i < 100; i++) {
      finish(card, millis(1), argument);
    }
    assertThat(looks).hasValue(5);
    assertThat(sheet.insights().slowest()).hasSize(5);
  }

  @Test
  void argumentsAreShortText() {
    assertThat(ArgumentText.of(1, "a\nb", null)).isEqualTo("1, a b, null");
    assertThat(ArgumentText.of(new int[3], new String[][] {{}}, List.of(1, 2)))
        .isEqualTo("int[3], String[][1], [1, 2]");
    assertThat(ArgumentText.of(new java.util.ArrayList<>(Collections.nCopies(1234, 1))))
        .isEqualTo("ArrayList of 1,234");
    assertThat(ArgumentText.of("x".repeat(81))).isEqualTo("x".repeat(79) + "…");
    assertThat(ArgumentText.of(new Mute())).isEqualTo("Mute");
  }

  private static final class Mute {
    @Override
    public String toString() {
      throw new IllegalStateException("expected in this test");
    }
  }

  @Test
  void ofManyThatHaveEndedTheLatestAreKeptApart() {
    for (int i = 1; i <= 1300; i++) {
      Timesheet.Card card = sheet.starting("Worker-" + i);
      card.ready(i);
      pass(1);
      finish(card, millis(1), i);
      card.ended();
    }
    Timesheet.Card _ = sheet.starting("Worker-1301");
    List<Worker> workers = sheet.insights().workers();
    assertThat(workers).hasSize(102);
    assertThat(workers.getFirst()).isEqualTo(worker("1,200 earlier workers", 0, 1200, 0, 0, 1200));
    assertThat(workers.get(1).name()).isEqualTo("Worker-1201");
    assertThat(workers.getLast().name()).isEqualTo("Worker-1301");
  }

  @Test
  void insightsAreATable() {
    PoolInsights insights =
        new PoolInsights(
            List.of(
                worker("Worker-1", 4711, 1412, 80, 120, 2900),
                worker("Worker-10", 47, 2, 1000, 0, 0)),
            List.of(
                new SlowTask(Duration.ofMillis(1200), "x, 3", "Worker-10"),
                new SlowTask(Duration.ofMillis(90), "y", "Worker-1")));
    assertThat(insights)
        .hasToString(
            """
            worker      pid  tasks     starting       waiting      working
            Worker-1   4711  1,412  80 ms   3 %  120 ms   4 %  2.9 s  94 %
            Worker-10    47      2  1.0 s 100 %     0 s   0 %    0 s   0 %
            all              1,414  1.1 s  26 %  120 ms   3 %  2.9 s  71 %

            slowest tasks
             time  worker     arguments
            1.2 s  Worker-10  x, 3
            90 ms  Worker-1   y\
            """);
  }

  @Test
  void threadsHaveNoPids() {
    assertThat(new PoolInsights(List.of(worker("Thread-1", 0, 1, 0, 0, 0)), List.of()))
        .hasToString(
            """
            worker    tasks   starting    waiting    working
            Thread-1      1  0 s   0 %  0 s   0 %  0 s   0 %\
            """);
  }

  @Test
  void anEmptyPoolSaysSo() {
    assertThat(new PoolInsights(List.of(), List.of())).hasToString("no workers yet");
  }

  @Test
  void negativeNumbersAreRefused() {
    assertThatThrownBy(() -> worker("w", 0, -1, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> worker("w", 0, 0, 0, -1, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SlowTask(Duration.ofNanos(-1), "", ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void finish(Timesheet.Card card, long nanos, Object... arguments) {
    card.finished(1, nanos);
    card.took(nanos, arguments);
  }
}
