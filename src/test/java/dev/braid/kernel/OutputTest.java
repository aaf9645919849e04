package dev.braid.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.memory.OutputRecord;
import dev.braid.memory.OutputRecord.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OutputTest {
  private static Engine engine;

  @BeforeAll
  static void start() throws Exception {
    engine = new Engine();
  }

  @AfterAll
  static void close() throws Exception {
    engine.close();
  }

  private static OutputRecord record(long pid, Kind kind, byte... bytes) {
    return new OutputRecord(7, pid, kind, bytes);
  }

  @Test
  void twentyThousandLinesAreFewMessagesAndNoneIsLost() throws Exception {
    long begin = System.nanoTime();
    Engine.Submitted cell =
        engine.submit("for (int i = 0; i < 20_000; i++) System.out.println(\"line \" + i);");
    cell.await();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);

    String text = engine.host.text(cell.cell(), "stdout");
    assertThat(text)
        .isEqualTo(
            IntStream.range(0, 20_000)
                .mapToObj(i -> "line " + i + "\n")
                .collect(Collectors.joining()));
    // The first, the last, those that are full, and one for each window of 20 ms.
    assertThat(engine.host.messages(cell.cell()))
        .hasSizeLessThan(50)
        .hasSizeLessThanOrEqualTo((int) (3 + text.length() / 21_000 + millis / 20));
  }

  @Test
  void messagesStayBelow64KiB() throws Exception {
    Engine.Submitted cell = engine.submit("System.out.print(\"\u20ac\".repeat(1_000_000));");
    cell.await();

    assertThat(engine.host.text(cell.cell(), "stdout")).hasSize(1_000_000);
    assertThat(engine.host.messages(cell.cell()))
        .allSatisfy(each ->
            assertThat(each.text().getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThanOrEqualTo(64 * 1024));
  }

  @Test
  void splitCharacterSurvivesPerProcess() {
    RecordingHost host = new RecordingHost();
    byte[] smile = "\ud83d\ude00".getBytes(StandardCharsets.UTF_8);
    byte[] euro = "\u20ac".getBytes(StandardCharsets.UTF_8);
    try (OutputRouter router = new OutputRouter(host)) {
      router.accept(record(1, Kind.STDOUT, Arrays.copyOfRange(smile, 0, 2)));
      router.accept(record(2, Kind.STDOUT, Arrays.copyOfRange(euro, 0, 1)));
      router.accept(record(1, Kind.STDOUT, Arrays.copyOfRange(smile, 2, 4)));
      router.accept(record(2, Kind.STDOUT, Arrays.copyOfRange(euro, 1, 3)));
    }
    assertThat(host.text(7, "stdout")).isEqualTo("\ud83d\ude00\u20ac");
  }

  @Test
  void firstPieceGoesOutAtOnceAndStreamsKeepTheirOrder() {
    RecordingHost host = new RecordingHost();
    try (OutputRouter router = new OutputRouter(host)) {
      router.accept(record(1, Kind.STDOUT, (byte) 'a'));
      assertThat(host.text(7, "stdout")).isEqualTo("a");
      router.accept(record(1, Kind.STDERR, (byte) 'b'));
      router.accept(record(1, Kind.STDOUT, (byte) 'c'));
      router.flush();
    }
    assertThat(host.messages())
        .extracting(RecordingHost.Message::text)
        .containsExactly("a", "b", "c");
    assertThat(host.messages())
        .extracting(RecordingHost.Message::kind)
        .containsExactly("stdout", "stderr", "stdout");
  }

  @Test
  void lateOutputBelongsToTheCellThatStartedTheThread() throws Exception {
    Engine.Submitted first =
        engine.submit(
            "var go = new CountDownLatch(1);"
                + "var late = new Thread(() -> { try { go.await(); } catch (InterruptedException e) {}"
                + " System.out.println(\"late\"); });\nlate.start();");
    first.await();
    Engine.Submitted second =
        engine.submit("System.out.println(\"now\"); go.countDown(); late.join();");
    second.await();

    assertThat(engine.host.text(first.cell(), "stdout")).isEqualTo("late\n");
    assertThat(engine.host.text(second.cell(), "stdout")).isEqualTo("now\n");
  }

  @Test
  void displaysKeepTheirPlaceAmongPrints() throws Exception {
    Engine.Submitted cell =
        engine.submit(
            "System.out.print(1); String id = display(2); System.out.print(3);"
                + "updateDisplay(id, 4); clearOutput(true);");
    cell.await();

    assertThat(engine.host.messages(cell.cell()))
        .extracting(RecordingHost.Message::kind)
        .containsExactly("stdout", "display", "stdout", "update", "clear");
    assertThat(engine.host.messages(cell.cell()))
        .extracting(RecordingHost.Message::plain)
        .containsExactly("1", "2", "3", "4", "true");
  }

  @Test
  void inputIsReadLineByLine() throws Exception {
    engine.host.answers.add("Zo\u00eb 7");
    assertThat(
            engine.value(
                "var scanner = new Scanner(System.in); scanner.next() + \"|\" + scanner.nextInt()"))
        .isEqualTo("Zo\u00eb|7");
  }

  @Test
  void restOfALineDoesNotReachTheNextCell() throws Exception {
    engine.host.answers.add("\u00e9bc");
    assertThat(engine.value("System.in.read()")).isEqualTo("195");
    engine.host.answers.add("x");
    assertThat(engine.value("System.in.read()")).isEqualTo("120");
  }

  @Test
  void endOfInputIsMinusOne() throws Exception {
    engine.host.answers.add(RecordingHost.END_OF_INPUT);
    assertThat(engine.value("System.in.read()")).isEqualTo("-1");
  }

  @Test
  void promptIsShownBeforeTheQuestionAndAnInterruptEndsIt() throws Exception {
    engine.host.questions.clear();
    Engine.Submitted cell =
        engine.submit("System.out.print(\"name? \"); new Scanner(System.in).nextLine()");
    assertThat(engine.host.questions.take()).isEqualTo(cell.cell());
    assertThat(engine.host.text(cell.cell(), "stdout")).isEqualTo("name? ");
    engine.interpreter.interrupt();
    assertThat(cell.await())
        .isInstanceOfSatisfying(
            dev.braid.jupyter.Outcome.Failed.class,
            failed -> assertThat(failed.name()).isEqualTo("Interrupted"));
  }
}
