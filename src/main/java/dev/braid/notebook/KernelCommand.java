package dev.braid.notebook;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The command line that starts a kernel: an absolute java, the flags that every Braid JVM runs
/// with, the class path and the main class. The connection file comes after it.
///
/// @param words all arguments but the connection file
public record KernelCommand(List<String> words) {
  private static final String MAIN = "dev.braid.kernel.KernelMain";

  /// Copies the list.
  public KernelCommand {
    words = List.copyOf(words);
  }

  /// A kernel of the same build as this program, to be started by it.
  public static KernelCommand ofThisProgram() {
    return of(System.getProperty("java.class.path"), MAIN);
  }

  /// A kernel of the same build as this program, with another main class.
  static KernelCommand ofThisProgram(String main) {
    return of(System.getProperty("java.class.path"), main);
  }

  /// The kernel of a checkout, whatever its libraries will be when it is started.
  static KernelCommand of(Checkout checkout) {
    return of(checkout.classPath(), MAIN);
  }

  private static KernelCommand of(String classPath, String main) {
    var words = new ArrayList<String>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String flags = System.getProperty("braid.jvm", "");
    if (!flags.isBlank()) {
      words.addAll(List.of(flags.strip().split("\\s+")));
      words.add("-Dbraid.jvm=" + flags);
    }
    Path cache = Path.of(classPath.split(File.pathSeparator, 2)[0]).resolveSibling("kernel.aot");
    if (Files.isReadable(cache)) {
      // Classes loaded and linked ahead of time; a JVM that they don't fit does without.
      words.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:aot=off"));
    }
    words.addAll(List.of("-cp", classPath, main));
    return new KernelCommand(words);
  }

  /// The command line of a kernel's JVM that must use its ahead-of-time cache, says where it finds
  /// each class, the last word among them, and ends at once. Empty if there is no cache.
  Optional<List<String>> trial() {
    if (words.stream().noneMatch(word -> word.startsWith("-XX:AOTCache="))) {
      return Optional.empty();
    }
    var trial = new ArrayList<>(words);
    trial.remove("-Xlog:aot=off");
    trial.addAll(1, List.of("-XX:AOTMode=on", "-Xlog:class+load", "--dry-run"));
    return Optional.of(trial);
  }

  /// The whole command line for one connection file.
  public List<String> with(String connectionFile) {
    var all = new ArrayList<>(words);
    all.add(connectionFile);
    return all;
  }
}
