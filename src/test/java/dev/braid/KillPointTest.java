package dev.braid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.memory.KillPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KillPointTest {
  private static final Pattern POINT = Pattern.compile("KillPoint\\.at\\(([^;]*)\\);");
  private static final Pattern NAME = Pattern.compile("\"([a-z.]+)\"");
  private static final Pattern INSTANT = Pattern.compile("\"([a-z]+(?:\\.[a-z]+)+)[:,\"]");

  /// What a test has that kills, and not only stops or watches.
  private static final Pattern KILLS =
      Pattern.compile(
          "Victim\\.(killed|start|startDoomed)\\(|death::(die)|\"-?D?braid\\.kill=?\"[ ,]");

  private static Set<String> names(Pattern pattern, String text) {
    Set<String> names = new TreeSet<>();
    pattern.matcher(text).results().forEach(result -> names.add(result.group(1)));
    return names;
  }

  private static List<String> sources(String folder) throws IOException {
    List<String> sources = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        sources.add(Files.readString(file));
      }
    }
    return sources;
  }

  @Test
  void aProcessIsKilledAtEveryPointInSomeTest() throws IOException {
    Set<String> points = new TreeSet<>();
    for (String source : sources("src/main/java")) {
      names(POINT, source).forEach(argument -> points.addAll(names(NAME, argument)));
    }
    assertThat(points).hasSizeGreaterThan(90).contains("semaphore.taken", "semaphore.given");
    Set<String> killed = new TreeSet<>();
    for (String source : sources("src/test/java")) {
      if (KILLS.matcher(source).find()) {
        killed.addAll(names(INSTANT, source));
      }
    }
    assertThat(killed).containsAll(points);
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
