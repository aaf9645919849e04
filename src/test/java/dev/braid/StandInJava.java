package dev.braid;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// A script in the place of `java`.
///
/// This process finds what it looks for itself in its Java home all the same.
///
/// @param home the directory that is the Java home meanwhile
record StandInJava(Path home) {
  private static final String JAVA_HOME = System.getProperty("java.home");

  /// That script, with those permissions, below `home`.
  static StandInJava of(Path home, String script, String permissions) {
    try {
      Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
      Files.writeString(java, script);
      Files.setPosixFilePermissions(java, PosixFilePermissions.fromString(permissions));
      for (String part : List.of("conf", "lib")) {
        Files.createSymbolicLink(home.resolve(part), Path.of(JAVA_HOME, part));
      }
      return new StandInJava(home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The real one with those options before all others, below `home`.
  static StandInJava withOptions(Path home, String options) {
    String script = "#!/bin/sh\nexec '%s/bin/java' %s \"$@\"\n".formatted(JAVA_HOME, options);
    return of(home, script, "rwxr-xr-x");
  }

  /// Does that; children that it starts run the script.
  void during(Runnable work) {
    System.setProperty("java.home", home.toString());
    try {
      work.run();
    } finally {
      System.setProperty("java.home", JAVA_HOME);
    }
  }
}
