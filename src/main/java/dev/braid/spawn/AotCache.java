package dev.braid.spawn;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The ahead-of-time cache of child JVMs: classes loaded and linked, as a training child left them.
///
/// The launcher makes it beside `braid.jar` when that was built. A JVM with other flags, another
/// JDK or another class path does without it, silently.
final class AotCache {
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

  private static Path beside(String classPath) {
    String jar = classPath.split(File.pathSeparator, 2)[0];
    return Path.of(jar).resolveSibling("child.aot");
  }
}
