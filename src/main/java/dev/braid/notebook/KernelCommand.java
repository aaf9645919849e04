package dev.braid.notebook;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command line that starts a kernel: an absolute java, the flags that every Braid JVM runs
/// with, the class path and the main class. The connection file comes after it.
///
/// @param words all arguments but the connection file
record KernelCommand(List<String> words) {
  private static final String MAIN = "dev.braid.kernel.KernelMain";

  KernelCommand {
    words = List.copyOf(words);
  }

  /// A kernel of the same build as this program, to be started by it.
  static KernelCommand ofThisProgram() {
    return of(System.getProperty("java.class.path"), MAIN);
  }

  /// A kernel of the same build as this program, with another main class.
  static KernelCommand ofThisProgram(String main) {
    return of(System.getProperty("java.class.path"), main);
  }

  /// The kernel of a checkout, whatever its libraries will be when it is started.
  static KernelCommand of(Checkout checkout) {
    return of(checkout.jar() + File.pathSeparator + checkout.libraries().resolve("*"), MAIN);
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

  /// The whole command line for one connection file.
  List<String> with(String connectionFile) {
    var all = new ArrayList<>(words);
    all.add(connectionFile);
    return all;
  }
}
