package dev.braid.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A CPython on this machine.
///
/// @param command the name or path that starts it
record Python(String command) {
  /// The one on the path, then the system's own, which has the system's packages.
  private static final List<String> PLACES = List.of("python3", "/usr/bin/python3");

  /// The functions that do in Python what a benchmark does here; the launcher starts us in the
  /// checkout.
  private static final String PEERS = "src/bench/python/peers.py";

  /// The first that can import a module.
  ///
  /// @throws MissingPeerException if there is none
  static Python with(String module) throws MissingPeerException, InterruptedException {
    for (String place : PLACES) {
      try {
        Process process =
            new ProcessBuilder(place, "-c", "import " + module)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() == 0) {
          return new Python(place);
        }
      } catch (IOException e) {
        // It isn't there: the next place may have one.
      }
    }
    throw new MissingPeerException(
        "no python3 with %s found; install one for the peer's figures".formatted(module));
  }

  /// Runs a function of the peers' file so many times.
  ///
  /// @return how long each took, in milliseconds
  List<Double> milliseconds(String function, int times) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command, PEERS, function, Integer.toString(times))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<Double> measured = new ArrayList<>();
    try (var lines = process.inputReader()) {
      for (String line; (line = lines.readLine()) != null; ) {
        measured.add(Double.parseDouble(line));
      }
    }
    int status = process.waitFor();
    if (status != 0 || measured.size() != times) {
      throw new IOException(
          "%s %s %s ended with status %d after %d of %d figures; see its error above"
              .formatted(command, PEERS, function, status, measured.size(), times));
    }
    return measured;
  }
}
