package dev.braid.spawn;

import dev.braid.os.Command;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command line of a child JVM: the same Java and class path as this process.
final class ChildCommand {
  private static final List<String> OPTIONS =
      List.of(
          // SIGTERM ends it as it ends a Python process: no handler, no shutdown hook, exit code
          // -15.
          "-Xrs",
          // 78 ms to the first line where G1 takes 87, and 20 ms less of processor time.
          "-XX:+UseSerialGC",
          "-XX:-UsePerfData",
          // A crash report belongs into the cell, not into a file.
          "-XX:+ErrorFileToStderr",
          "--enable-native-access=ALL-UNNAMED");

  private ChildCommand() {}

  static Command of() {
    return new Command(
        with(AotCache.options(), System.getProperty("java.class.path"), ChildMain.class.getName()));
  }

  /// The words for a JVM with a child's flags, which runs `main`.
  static List<String> with(List<String> cache, String classPath, String main) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(OPTIONS);
    words.addAll(cache);
    for (String property : List.of("braid.os", "braid.kill", "java.io.tmpdir")) {
      String value = System.getProperty(property);
      if (value != null) {
        words.add("-D" + property + "=" + value);
      }
    }
    words.add("-cp");
    words.add(classPath);
    words.add(main);
    return words;
  }
}
