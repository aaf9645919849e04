package dev.braid.notebook;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Where Jupyter looks for kernels, by its own rules (`jupyter --paths`).
///
/// @param environment the environment variables
/// @param home the user's home directory
/// @param mac whether this is macOS, which has its own place
record JupyterPaths(Map<String, String> environment, Path home, boolean mac) {
  static JupyterPaths current() {
    return new JupyterPaths(
        System.getenv(),
        Path.of(System.getProperty("user.home")),
        System.getProperty("os.name").startsWith("Mac"));
  }

  /// Where the user's own kernels are.
  Path userKernels() {
    return userData().resolve("kernels");
  }

  /// Where the kernels of an installation are, such as that of a Python environment.
  static Path kernelsUnder(Path prefix) {
    return prefix.resolve("share/jupyter/kernels");
  }

  /// Every place, first the one that wins.
  List<Path> kernels() {
    var places = new ArrayList<Path>();
    String path = environment.getOrDefault("JUPYTER_PATH", "");
    for (String each : path.split(java.io.File.pathSeparator, -1)) {
      if (!each.isBlank()) {
        places.add(Path.of(each, "kernels"));
      }
    }
    places.add(userKernels());
    for (String variable : List.of("VIRTUAL_ENV", "CONDA_PREFIX")) {
      String prefix = environment.get(variable);
      if (prefix != null && !prefix.isBlank()) {
        places.add(kernelsUnder(Path.of(prefix)));
      }
    }
    places.add(kernelsUnder(Path.of("/usr/local")));
    places.add(kernelsUnder(Path.of("/usr")));
    return places;
  }

  private Path userData() {
    String own = environment.getOrDefault("JUPYTER_DATA_DIR", "");
    if (!own.isBlank()) {
      return Path.of(own);
    }
    if (mac) {
      return home.resolve("Library/Jupyter");
    }
    String data = environment.getOrDefault("XDG_DATA_HOME", "");
    return data.isBlank() ? home.resolve(".local/share/jupyter") : Path.of(data, "jupyter");
  }
}
