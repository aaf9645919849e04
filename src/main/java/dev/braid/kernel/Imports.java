package dev.braid.kernel;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What every cell finds imported: the JDK packages of IJava and JJava, and the public types of
/// `dev.braid`, which hide the JDK's.
///
/// Imports on demand share one snippet, because every evaluation costs milliseconds. A type of ours
/// whose simple name some well-known JDK package also has is imported by itself: alone it hides the
/// other, and a cell's own single-type import of the other may replace it.
final class Imports {
  private static final String HOME = "dev.braid";
  private static final List<String> JDK_PACKAGES =
      List.of(
          "java.util",
          "java.io",
          "java.math",
          "java.net",
          "java.time",
          "java.util.concurrent",
          "java.util.function",
          "java.util.prefs",
          "java.util.regex",
          "java.util.stream",
          "java.nio.file");
  // A cell may import these on demand.
  private static final List<String> OTHER_JDK_PACKAGES =
      List.of(
          "java.lang",
          "java.lang.reflect",
          "java.nio",
          "java.nio.channels",
          "java.util.concurrent.atomic",
          "java.util.concurrent.locks");

  private final Map<String, String> hidden = new TreeMap<>();

  Imports(ClassLoader loader) throws IOException {
    for (String name : publicTypes(loader)) {
      jdkType(name).ifPresent(type -> hidden.put(name, type));
    }
  }

  /// From the simple name of each of our types that hides one of the JDK's to the latter.
  Map<String, String> hidden() {
    return Collections.unmodifiableMap(hidden);
  }

  /// The snippets to evaluate at the start.
  List<String> snippets(ClassLoader loader) {
    List<String> snippets = new ArrayList<>();
    StringBuilder onDemand = new StringBuilder();
    // JShell files a snippet under its first import, and a cell's import of the same replaces it
    // all; nobody imports this one.
    onDemand.append("import dev.braid.kernel.MagicCall;");
    for (String name : JDK_PACKAGES) {
      onDemand.append("import ").append(name).append(".*;");
    }
    onDemand.append("import ").append(HOME).append(".*;");
    onDemand.append("import static dev.braid.display.Notebook.*;");
    if (loader.getResource("dev/braid/Multiprocessing.class") != null) {
      onDemand.append("import static dev.braid.Multiprocessing.*;");
    }
    snippets.add(onDemand.toString());
    hidden.keySet().forEach(name -> snippets.add("import " + HOME + "." + name + ";"));
    return snippets;
  }

  private static Optional<String> jdkType(String name) {
    return Stream.concat(OTHER_JDK_PACKAGES.stream(), JDK_PACKAGES.stream())
        .map(each -> each + "." + name)
        .filter(each -> Class.forName(Object.class.getModule(), each) != null)
        .findFirst();
  }

  private static List<String> publicTypes(ClassLoader loader) throws IOException {
    URL home = loader.getResource("dev/braid/package-info.class");
    if (home == null) {
      throw new IOException("the class path has no package dev.braid; the build is incomplete");
    }
    try {
      URI uri = home.toURI();
      if (!uri.getScheme().equals("jar")) {
        return publicTypes(Path.of(uri).resolveSibling(""), loader);
      }
      try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
        return publicTypes(jar.getPath("/dev/braid"), loader);
      }
    } catch (URISyntaxException e) {
      throw new IOException("the class path has an odd address: " + home, e);
    }
  }

  private static List<String> publicTypes(Path directory, ClassLoader loader) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(each -> each.getFileName().toString())
          .filter(each -> each.endsWith(".class") && !each.contains("$") && !each.contains("-"))
          .map(each -> each.substring(0, each.length() - ".class".length()))
          .filter(each -> isPublic(each, loader))
          .sorted()
          .toList();
    }
  }

  private static boolean isPublic(String name, ClassLoader loader) {
    try {
      return java.lang.reflect.Modifier.isPublic(
          Class.forName(HOME + "." + name, false, loader).getModifiers());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("a class file in dev.braid holds no class: " + name, e);
    }
  }
}
