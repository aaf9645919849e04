package dev.braid;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A [ManagerRoot] that a test has started: known by its address and key alone.
final class ManagerProgram implements AutoCloseable {
  /// As long as a client may be away, if the test doesn't say.
  static final Duration GRACE = Duration.ofMinutes(1);

  private final java.lang.Process program;
  private final BufferedReader out;
  private final String place;
  private final int port;

  private ManagerProgram(List<String> prefix, String place, int port, Duration grace)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(JavaCommand.of(ManagerRoot.class, place, "" + port, "" + grace.toMillis()));
    this.program = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    this.out = program.inputReader(UTF_8);
    this.place = place;
    this.port = awaitServing();
  }

  private int awaitServing() throws IOException {
    String line = out.readLine();
    if (line == null) {
      end();
      throw new AssertionError("the server doesn't serve at " + place);
    }
    return Integer.parseInt(line);
  }

  static ManagerProgram at(String place, int port) throws IOException {
    return new ManagerProgram(List.of(), place, port, GRACE);
  }

  static ManagerProgram withGrace(Duration grace) throws IOException {
    return new ManagerProgram(List.of(), "localhost", 0, grace);
  }

  /// One that is started by that command.
  static ManagerProgram by(List<String> prefix, String place, int port) throws IOException {
    return new ManagerProgram(prefix, place, port, GRACE);
  }

  SocketAddress address() {
    return ManagerRoot.address(place, port);
  }

  int port() {
    return port;
  }

  ManagerClient connect() {
    return ManagerClient.connect(address(), ManagerRoot.KEY);
  }

  ManagerClient connect(Duration patience) {
    return ManagerClient.connect(address(), ManagerRoot.KEY, Admission.STANDARD, patience);
  }

  /// Closes the server and serves anew.
  void restart() throws IOException {
    program.outputWriter(UTF_8).append('\n').flush();
    int _ = awaitServing();
  }

  /// Returns once none of its threads runs.
  void stop() throws IOException, InterruptedException {
    signal("STOP");
    Proc.awaitStop(program.pid());
  }

  void signal(String name) throws IOException, InterruptedException {
    int _ = new ProcessBuilder("kill", "-" + name, "" + program.pid()).start().waitFor();
  }

  /// Kills it, and has another one at its address at once.
  ManagerProgram replace() throws IOException, InterruptedException {
    signal("KILL");
    int _ = program.waitFor();
    end();
    return at(place, port);
  }

  @Override
  public void close() throws IOException {
    end();
  }

  /// Ends its input and waits for its end. Twice is fine.
  void end() throws IOException {
    try {
      program.outputWriter(UTF_8).close();
    } catch (IOException e) {
      // It has ended already.
    }
    try {
      if (!program.waitFor(30, TimeUnit.SECONDS)) {
        program.destroyForcibly().waitFor();
        throw new AssertionError("the server didn't end with its input");
      }
    } catch (InterruptedException e) {
      program.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    out.close();
  }
}
