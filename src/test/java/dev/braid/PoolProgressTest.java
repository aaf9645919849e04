package dev.braid;

import static dev.braid.Multiprocessing.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.memory.Audience;
import dev.braid.memory.OutputRecord.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What is shown of a pool's progress, by every kind of worker; as on a terminal.
///
/// What begins first is shown first, all by one thread: so what isn't shown when a later job's
/// progress is never will be. Each test waits for its last line, which would be in the next one.
@ParameterizedClass
@EnumSource(Workers.class)
class PoolProgressTest {
  private static final int FAILS = 2;

  @Parameter Workers workers = Workers.THREADS;

  @SuppressWarnings("NullAway.Init")
  private Console console;

  @SuppressWarnings("NullAway.Init")
  private Pool pool;

  @BeforeEach
  void open() {
    console = new Console(Audience.TERMINAL);
    pool = workers.open(2);
  }

  @AfterEach
  void end() {
    Workers.end(pool);
    console.close();
  }

  private String shown() {
    return console.text(Kind.STDERR);
  }

  private static int work(Event go, int x) {
    if (x == FAILS) {
      throw new IllegalArgumentException("two");
    }
    if (x == 3) {
      go.await();
    }
    return x;
  }

  @AfterParameterizedClassInvocation
  static void closeManager() {
    Workers.closeManager();
  }

  @Test
  void aMapIsShownByItsLabelWithItsFailures() throws InterruptedException {
    Event go = new Event();
    AsyncResult<List<Integer>> results =
        pool.label("squares").mapAsync(x -> work(go, x), range(4), 1);
    console.awaitError("squares: 3 of 4 (75 %), ");
    go.set();
    assertThatThrownBy(results::get).isInstanceOf(IllegalArgumentException.class);
    console.awaitError("squares: 4 of 4 in ");
    assertThat(shown())
        .containsPattern("\rsquares: 3 of 4 \\(75 %\\), [^\r\n]*, 1 failed *\r")
        .containsPattern("\rsquares: 4 of 4 in [^\r\n]*, 1 failed *\n$");
  }

  @Test
  void anImapOfUnknownLengthIsCounted() throws InterruptedException {
    Event go = new Event();
    Iterable<Integer> unknown = () -> IntStream.range(0, 4).iterator();
    ResultIterator<Integer> results = pool.label("stream").imap(x -> work(go, x), unknown);
    console.awaitError("stream: 3 done in ");
    go.set();
    List<Integer> got = new ArrayList<>();
    while (results.hasNext()) {
      try {
        got.add(results.next());
      } catch (IllegalArgumentException e) {
        got.add(-1);
      }
    }
    assertThat(got).containsExactly(0, 1, -1, 3);
    console.awaitError("stream: 4 done in ");
    assertThat(shown()).containsPattern("\rstream: 4 done in [^\r\n]*, 1 failed *\n$");
  }

  @Test
  void withoutALabelThereIsNone() throws InterruptedException {
    Event go = new Event();
    AsyncResult<List<String>> results = pool.mapAsync(_ -> Slow.until(go), range(2), 1);
    console.awaitError("\r0 of 2 (0 %)");
    go.set();
    assertThat(results.get()).containsExactly("went", "went");
    console.awaitError("\r2 of 2 in ");
  }

  @Test
  void aQuietPoolAndASingleTaskShowNothing() throws InterruptedException {
    Event go = new Event();
    try (Pool quiet = workers.open(2)) {
      assertThat(quiet.label("hidden").quiet()).isSameAs(quiet);
      AsyncResult<List<String>> hidden = quiet.mapAsync(_ -> Slow.until(go), range(4), 1);
      ResultIterator<String> streamed = quiet.imap(_ -> Slow.until(go), range(4));
      AsyncResult<String> single = pool.label("single").applyAsync(() -> Slow.until(go));
      AsyncResult<List<String>> seen =
          pool.label("seen").mapAsync(_ -> Slow.until(go), range(2), 1);
      console.awaitError("seen: 0 of 2");
      go.set();
      assertThat(hidden.get()).hasSize(4);
      assertThat(streamed.next()).isEqualTo("went");
      assertThat(single.get()).isEqualTo("went");
      assertThat(seen.get()).hasSize(2);
      streamed.close();
    }
    console.awaitError("seen: 2 of 2 in ");
    assertThat(shown()).doesNotContain("hidden", "single");
  }
}
