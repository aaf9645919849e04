package dev.braid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.memory.KillPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KillPointTest {
  private static final Pattern POINT = Pattern.compile("KillPoint\\.at\\(\"([a-z.]+)\"\\)");
  private static final Pattern INSTANT = Pattern.compile("\"([a-z]+(?:\\.[a-z]+)+)[:,\"]");

  private static Set<String> found(String folder, Pattern pattern) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        pattern
            .matcher(Files.readString(file))
            .results()
            .forEach(result -> names.add(result.group(1)));
      }
    }
    return names;
  }

  @Test
  void aProcessIsKilledAtEveryPointInSomeTest() throws IOException {
    Set<String> points = found("src/main/java", POINT);
    assertThat(points).hasSizeGreaterThan(40);
    assertThat(found("src/test/java", INSTANT)).containsAll(points);
  }

  @Test
  void pointsAreOffUnlessTheProcessWasStartedForThem() {
    KillPoint.at("here");
    assertThatThrownBy(() -> KillPoint.arm("here", KillPoint::kill))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "can't arm here: kill points are off in this process; start it with -Dbraid.kill=armed");
    KillPoint.at("here");
  }
}
