package dev.braid.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.jupyter.Outcome;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class InterruptTest {
  private static final String SIGNAL = Signals.class.getName() + ".running(); ";
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static Engine engine;

  @BeforeAll
  static void start() throws Exception {
    engine = new Engine();
    engine.done("import java.util.concurrent.locks.LockSupport;");
  }

  @AfterAll
  static void close() throws Exception {
    engine.close();
  }

  @AfterEach
  void engineStillWorks() throws Exception {
    assertThat(engine.value("20 + 1")).isEqualTo("21");
    assertThat(engine.cellThread.isInterrupted()).isFalse();
  }

  // Interrupts where the code says so, or as soon as the cell is in its own code.
  private static Outcome interrupted(String code) throws Exception {
    CountDownLatch reached = Signals.expect();
    Engine.Submitted submitted = engine.submit(code);
    if (code.contains(SIGNAL)) {
      reached.await();
    } else {
      while (!inCellCode(engine.cellThread) && !submitted.outcome().isDone()) {
        assertThat(Thread.currentThread().isInterrupted()).as("out of time").isFalse();
        Thread.onSpinWait();
      }
    }
    engine.interpreter.interrupt();
    return submitted.await();
  }

  private static boolean inCellCode(Thread thread) {
    return Stream.of(thread.getStackTrace())
        .anyMatch(frame -> frame.getClassName().startsWith("REPL."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "while (true) {}",
        "for (;;) ;",
        "do {} while (true);",
        "long n = 0; while (true) n++;",
        "int i = 0; while (true) { i += i % 3; switch (i) { case 5: continue; default: i = 1; } }",
        "while (true) { try { Thread.sleep(1000); } catch (Throwable e) {} }",
        "while (true) { try { throw new Error(); } catch (Throwable e) {} }",
        "void down() { while (true) { try { down2(); } catch (Throwable e) {} } } void down2() {} down();",
        "Runnable r = () -> { while (true) {} }; r.run();",
        "class Loop { Loop() { for (;;) {} } } new Loop();",
        "Thread.sleep(1_000_000);",
        "Object o = new Object(); synchronized (o) { while (true) o.wait(); }",
        // Alone it may return at once: a thread may have a permit from what it did before.
        "while (true) LockSupport.park();",
        // Returns when it is interrupted, and no check comes after it.
        "try (var selector = java.nio.channels.Selector.open()) { selector.select(); }",
        "new java.util.concurrent.LinkedBlockingQueue<String>().take();",
        "while (true) LockSupport.parkNanos(1_000_000_000L);",
        "Stream.iterate(1, x -> x + 1).forEach(x -> {});",
        "class Late { public String toString() { while (true) {} } } new Late()",
        "var t = new Thread(() -> { while (true) {} }); t.start(); t.join();",
        "eval(\"while (true) {}\");",
        "%time while (true) {}"
      })
  void cellStops(String code) throws Exception {
    Outcome outcome = interrupted(code);

    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(((Outcome.Failed) outcome).name()).isEqualTo("Interrupted");
    assertThat(((Outcome.Failed) outcome).traceback()).hasSize(1);
  }

  @Test
  void cellThreadRestsAfterwards() throws Exception {
    interrupted("while (true) {}");

    // It returns to its executor and waits there, the second time for good: the interrupt may have
    // left a permit. A spinning thread never gets there.
    boolean rested = false;
    while (!rested) {
      assertThat(Thread.currentThread().isInterrupted()).as("out of time").isFalse();
      long before = THREADS.getThreadCpuTime(engine.cellThread.threadId());
      engine.interpreter.interrupt();
      rested =
          waitsForWork(engine.cellThread)
              && THREADS.getThreadCpuTime(engine.cellThread.threadId()) == before;
    }
  }

  private static boolean waitsForWork(Thread thread) {
    return Stream.of(thread.getStackTrace())
        .anyMatch(frame -> frame.getClassName().equals(LinkedBlockingQueue.class.getName()));
  }

  @Test
  void threadsOfTheCellStopToo() throws Exception {
    interrupted(
        "Thread own = new Thread(() -> { while (true) {} }); own.start(); "
            + SIGNAL
            + "while (true) {}");
    assertThat(engine.value("own.join(); own.isAlive()")).isEqualTo("false");
  }

  @Test
  void threadsOfOtherCellsGoOn() throws Exception {
    engine.done(
        "class Flag { volatile boolean end; long turns; } var flag = new Flag(); "
            + "Thread other = new Thread(() -> { while (!flag.end) flag.turns++; }); other.start();");
    interrupted("while (true) {}");

    assertThat(engine.value("other.isAlive()")).isEqualTo("true");
    engine.done("flag.end = true; other.join();");
  }

  @Test
  void cellDoesNotWaitForTheCompilerToStop() throws Exception {
    CompletableFuture<Boolean> held = new CompletableFuture<>();
    CompletableFuture<Boolean> release = new CompletableFuture<>();
    // Whoever asks JShell keeps the compiler from the cell.
    CompletableFuture<Boolean> asked =
        CompletableFuture.supplyAsync(() ->
            engine
                .shell()
                .ask(_ -> {
                  held.complete(true);
                  return release.join();
                }));
    held.get();
    Engine.Submitted submitted = engine.submit("int never = 1; " + SIGNAL);
    while (Stream.of(engine.cellThread.getStackTrace())
        .noneMatch(frame -> frame.getClassName().equals(CellRun.class.getName()))) {
      assertThat(Thread.currentThread().isInterrupted()).as("out of time").isFalse();
      Thread.onSpinWait();
    }
    CountDownLatch reached = Signals.expect();

    engine.interpreter.interrupt();

    assertThat(((Outcome.Failed) submitted.await()).name()).isEqualTo("Interrupted");
    release.complete(true);
    asked.get();
    // Nothing of it is left to happen, and the next cell begins after it.
    assertThat(engine.failure("never").name()).isEqualTo("CompileError");
    assertThat(reached.getCount()).isEqualTo(1);
  }

  @Test
  void interruptWithoutACellDoesNothing() throws Exception {
    engine.interpreter.interrupt();
    assertThat(engine.value("Thread.currentThread().isInterrupted()")).isEqualTo("false");
  }

  @Test
  void nextCellIsNotStopped() throws Exception {
    interrupted("while (true) {}");
    assertThat(engine.value("int sum = 0; for (int i = 0; i < 1000; i++) sum += i; sum"))
        .isEqualTo("499500");
  }

  @Test
  void brokenVisibilityStaysBroken() throws Exception {
    // Hot before `stop` is set: the compiled loop has read it for the last time.
    engine.done(
        """
        class Broken {
          boolean stop;
          long n;
          void spin() { while (!stop) n++; }
        }
        var broken = new Broken();
        var spinner = new Thread(() -> broken.spin());
        spinner.start();
        """);
    // So many turns that the JIT has long compiled the loop.
    engine.done(
        """
        while (broken.n < 2_000_000_000L) Thread.sleep(10);
        broken.stop = true;
        int set = 1;
        """);
    assertThat(engine.value("spinner.join(1000); spinner.isAlive()")).isEqualTo("true");

    // An interrupt of its cell can't come any more, but a deoptimized loop reads again.
    interrupted("while (true) {}");
    assertThat(engine.value("spinner.join(); spinner.isAlive()")).isEqualTo("false");
  }
}
