package dev.braid.spawn;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The ahead-of-time cache of child JVMs: classes loaded and linked, as a training child left them.
///
/// The launcher makes it beside `braid.jar` when that was built. Another JDK, or one with other
/// flags, does without it, silently. None looks whether the jar is still the same, so the build
/// removes the cache before it makes a new jar.
public final class AotCache {
  private AotCache() {}

  /// The options by which a child uses the cache, or records it in a training run.
  static List<String> options() {
    String output = System.getProperty("braid.train", "");
    if (!output.isEmpty()) {
      return List.of("-XX:AOTCacheOutput=" + output);
    }
    Path cache = beside(System.getProperty("java.class.path"));
    return Files.isReadable(cache) ? List.of("-XX:AOTCache=" + cache, "-Xlog:aot=off") : List.of();
  }

  /// The command line of a child JVM that must use its cache, says where it finds each class, the
  /// last word among them, and ends at once. Empty if there is no cache.
  public static Optional<List<String>> trial(String classPath) {
    Path cache = beside(classPath);
    return Files.isReadable(cache)
        ? Optional.of(
            ChildCommand.with(
                List.of("-XX:AOTCache=" + cache, "-XX:AOTMode=on", "-Xlog:class+load", "--dry-run"),
                classPath,
                ChildMain.class.getName()))
        : Optional.empty();
  }

  private static Path beside(String classPath) {
    String jar = classPath.split(File.pathSeparator, 2)[0];
    return Path.of(jar).resolveSibling("child.aot");
  }
}
