package dev.braid.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// All orders of few threads over one channel or lock, at the grain of the named instants.
///
/// It proves that the protocol is right whatever comes between two instants: mutual exclusion,
/// order, count, and that nobody who fails changes anything. It does not prove anything of what
/// happens between two instants at the same time, nor of the order in which a processor makes
/// stores visible: of that the volatile accesses that each class names are the argument, and the
/// tests with many threads and processes the evidence.
class InterleavingTest {
  @ParameterizedTest
  @CsvSource({
    "two producers, '', 18",
    "producer and consumer, '', 252",
    "two consumers, '', 18",
    "full, '', 90",
    "'two producers, one consumer', channel.put.locked channel.put.committed channel.get.locked channel.get.committed, 300",
    "waiting consumer, channel.put.committed channel.get.locked channel.sleeping sleepers futex.sleep futex.wake, 500",
    "waiting producer, channel.put.committed channel.get.committed channel.sleeping sleepers futex.sleep futex.wake, 50",
    "waiting consumers, sleepers futex.sleep, 5000",
    "waiting producers, sleepers futex.sleep, 1000",
    "'semaphore, waiting', sleepers futex.wake, 400",
    "'lock, trying', futex test, 1500",
    "'lock, three trying', futex.trying futex.marking test, 500",
    "'lock, waiting', futex.trying futex.marking futex.entering futex.sleep futex.wake, 20",
    "'lock, one dies', futex.trying futex.inheriting test, 900",
    "'shared lock, trying', lock.acquired lock.releasing lock.released test, 74",
    "'shared lock, waiting', lock.sleeping lock.acquired futex.wake, 500",
    "'reentrant lock, trying', lock test, 50",
    "'reentrant lock, waiting', lock.sleeping lock.acquired futex.wake, 500",
    "'shared lock, one dies at lock.acquired', lock.acquired lock.releasing test, 40",
    "'shared lock, one dies at lock.held', lock.acquired lock.releasing test, 40",
    "'shared lock, one dies at lock.releasing', lock.acquired lock.releasing test, 40",
    "'shared lock, one dies at lock.released', lock.acquired lock.releasing test, 40"
  })
  void allOrdersAreRight(String experiment, String instants, int least) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:-UsePerfData",
                "-Dbraid.kill=armed",
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-cp",
                System.getProperty("java.class.path"),
                InterleavingMain.class.getName(),
                experiment));
    if (!instants.isEmpty()) {
      command.addAll(List.of(instants.split(" ", -1)));
    }
    java.lang.Process process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(Integer.parseInt(said.strip())).isGreaterThanOrEqualTo(least);
    System.out.printf("%s: %s orders%n", experiment, said.strip());
  }
}
