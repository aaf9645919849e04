package dev.braid.notebook;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The directory of the project that this program runs from: where the launcher, the built jar and
/// the kernelspec's files are.
record Checkout(Path folder) {
  /// The one that this class was built in.
  static Checkout current() throws IOException {
    try {
      var source = Checkout.class.getProtectionDomain().getCodeSource();
      // target/braid.jar, or target/classes in a test
      Path built = Path.of(source.getLocation().toURI()).toAbsolutePath();
      Path folder = built.resolve("../..").normalize();
      if (!Files.exists(folder.resolve("kernel"))) {
        throw new IOException(
            folder + " is no checkout of Braid (it has no kernel/); run ./braid from a checkout");
      }
      return new Checkout(folder);
    } catch (URISyntaxException e) {
      throw new IOException("the jar's own location is no path: " + e.getMessage(), e);
    }
  }

  Path jar() {
    return folder.resolve("target/braid.jar");
  }

  Path libraries() {
    return folder.resolve("target/lib");
  }

  /// That of every JVM that runs from the build.
  String classPath() {
    return jar() + File.pathSeparator + libraries().resolve("*");
  }

  Path kernelFiles() {
    return folder.resolve("kernel");
  }
}
