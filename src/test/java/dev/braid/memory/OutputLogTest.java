package dev.braid.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.memory.OutputRecord.Kind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputLogTest {
  private static final int SIZE = 64 * 1024 + 1024;

  private final List<OutputRecord> seen = new ArrayList<>();

  private static OutputLog local() {
    var memory = Arena.ofAuto().allocate(SIZE, 128);
    OutputLog.create(memory);
    return new OutputLog(memory, () -> {});
  }

  @Test
  void recordsComeInTheOrderOfTheirWritesAlsoAroundTheEndOfTheRing() {
    OutputLog log = local();
    int number = 0;
    for (int round = 0; round < 300; round++) {
      for (int i = 0; i < 5; i++) {
        log.write(Kind.STDERR, number, 42, LogProducer.text(number, number % 700));
        number++;
      }
      log.drain(seen::add);
    }
    assertThat(seen).hasSize(number);
    for (int i = 0; i < number; i++) {
      OutputRecord entry = seen.get(i);
      assertThat(entry.cell()).isEqualTo(i);
      assertThat(entry.pid()).isEqualTo(42);
      assertThat(entry.kind()).isEqualTo(Kind.STDERR);
      assertThat(entry.bytes()).isEqualTo(LogProducer.text(i, i % 700));
    }
  }

  @Test
  void aDisplayMessageLargerThanARecordArrivesInOnePiece() throws Exception {
    OutputLog log = local();
    byte[] large = "😀中é".repeat(100_000).getBytes(StandardCharsets.UTF_8);
    Thread producer = Thread.ofPlatform().start(() -> log.write(Kind.DISPLAY, 1, 2, large));
    while (seen.isEmpty()) {
      log.drain(seen::add);
      Thread.onSpinWait();
    }
    producer.join();
    assertThat(seen).hasSize(1);
    assertThat(seen.getFirst().bytes()).isEqualTo(large);
  }

  @Test
  void aConsumerThatIsAboutToSleepSeesWhatCameMeanwhile() {
    OutputLog log = local();
    assertThat(log.prepareToSleep()).isTrue();
    log.write(Kind.STDOUT, 1, 2, new byte[] {'a'});
    assertThat(log.prepareToSleep()).isFalse();
    log.wakeUp();
  }

  @Test
  void producersInSeveralProcessesLoseNothing() throws Exception {
    try (Producers producers = new Producers(4, 20_000, 40, "")) {
      Map<Long, Integer> next = new HashMap<>();
      producers.drainUntilAllEnded(entry -> {
        int number = next.merge(entry.pid(), 1, Integer::sum) - 1;
        assertThat(entry.bytes()).isEqualTo(LogProducer.text(number, 40));
      });
      assertThat(next.values()).containsExactly(20_000, 20_000, 20_000, 20_000);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"log.locked", "log.copied", "log.committed", "log.released", "log.ringing"})
  void aProducerKilledAtAnyInstantHarmsNobody(String point) throws Exception {
    try (Producers victim = new Producers(1, 100, 40, point + ":50")) {
      List<OutputRecord> ofVictim = new ArrayList<>();
      victim.drainUntilAllEnded(ofVictim::add);
      // What was committed is whole; what was not never happened.
      boolean committed = !point.equals("log.locked") && !point.equals("log.copied");
      assertThat(ofVictim).hasSize(committed ? 50 : 49);
      // The lock is still its, unless it was past the release: the next producer takes it from the
      // dead.
      victim.log.write(Kind.STDOUT, 7, 8, new byte[] {'b'});
      victim.log.drain(seen::add);
      assertThat(seen).hasSize(1);
    }
  }

  /// Processes that write to one log, and this one that drains it.
  private static final class Producers implements AutoCloseable {
    private final List<java.lang.Process> processes = new ArrayList<>();
    private final OutputLog log;
    private final Path file;

    Producers(int count, int records, int size, String killPoint) throws IOException {
      // A file, not what the operating system shares: that lasts as long as this process.
      file = Files.createTempFile("log-test-", ".arena");
      try (RandomAccessFile empty = new RandomAccessFile(file.toFile(), "rw")) {
        empty.setLength(SIZE);
      }
      MemorySegment memory = LogProducer.map(file);
      OutputLog.create(memory);
      log = new OutputLog(memory, () -> {});
      // As a consumer that sleeps, so that producers ring; this one drains without waiting for
      // that.
      boolean _ = log.prepareToSleep();
      for (int i = 0; i < count; i++) {
        processes.add(
            new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-Dbraid.kill=" + killPoint,
                    "-cp",
                    System.getProperty("java.class.path"),
                    LogProducer.class.getName(),
                    file.toString(),
                    "" + records,
                    "" + size)
                .inheritIO()
                .start());
      }
    }

    void drainUntilAllEnded(OutputSink sink) throws InterruptedException {
      while (processes.stream().anyMatch(java.lang.Process::isAlive)) {
        if (!log.drain(sink)) {
          Thread.onSpinWait();
        }
      }
      log.drain(sink);
    }

    @Override
    public void close() throws IOException {
      Files.delete(file);
      for (java.lang.Process process : processes) {
        process.destroyForcibly().onExit().join();
      }
    }
  }
}
