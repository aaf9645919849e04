package dev.braid;

import static dev.braid.Multiprocessing.seconds;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Two hosts, as far as programs can tell: network namespaces that a cable joins, which is cut.
@Tag("linux")
class ManagerHostsTest {
  /// What clients have that aren't told otherwise.
  private static final Duration PATIENCE = seconds(10);

  /// Each of its hosts has a program; goes with all that is in it.
  private static final class Lan implements AutoCloseable {
    static final String HERE = "10.231.77.1";
    static final String THERE = "10.231.77.2";

    private final String here = "braid-here-" + ProcessHandle.current().pid();
    private final String there = "braid-there-" + ProcessHandle.current().pid();

    /// Skips the test where there can be none.
    static Lan orSkip() throws IOException {
      Lan lan = new Lan();
      try {
        String trouble = ip("netns", "add", lan.here);
        Assumptions.assumeTrue(
            trouble.isEmpty(),
            () -> "two hosts need iproute2 and the right to make network namespaces: " + trouble);
        lan.join();
        return lan;
      } catch (Throwable t) {
        lan.close();
        throw t;
      }
    }

    private void join() {
      must("netns", "add", there);
      must(
          "link", "add", "cable", "netns", here, "type", "veth", "peer", "name", "cable", "netns",
          there);
      must("-n", here, "address", "add", HERE + "/30", "dev", "cable");
      must("-n", here, "link", "set", "lo", "up");
      must("-n", there, "address", "add", THERE + "/30", "dev", "cable");
      must("-n", there, "link", "set", "cable", "up");
      mend();
    }

    void cut() {
      must("-n", here, "link", "set", "cable", "down");
    }

    void mend() {
      must("-n", here, "link", "set", "cable", "up");
    }

    List<String> here() {
      return List.of("ip", "netns", "exec", here);
    }

    List<String> there() {
      return List.of("ip", "netns", "exec", there);
    }

    private static void must(String... arguments) {
      assertThat(ip(arguments)).as("ip " + String.join(" ", arguments)).isEmpty();
    }

    /// Runs `ip`.
    ///
    /// @return why it failed; empty if it didn't
    private static String ip(String... arguments) {
      List<String> command = new ArrayList<>(List.of("ip"));
      command.addAll(List.of(arguments));
      try {
        java.lang.Process ip = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(ip.getInputStream().readAllBytes(), UTF_8).strip();
        int code = ip.onExit().join().exitValue();
        return code == 0 ? "" : "exit code " + code + ": " + text;
      } catch (IOException e) {
        return String.valueOf(e.getMessage());
      }
    }

    @Override
    public void close() throws IOException {
      // The cable goes with its ends.
      String _ = ip("netns", "delete", here);
      String _ = ip("netns", "delete", there);
      java.lang.Process list;
      try {
        list = new ProcessBuilder("ip", "netns", "list").start();
      } catch (IOException e) {
        return; // no namespaces without the tool
      }
      try (BufferedReader out = list.inputReader(UTF_8)) {
        assertThat(out.lines())
            .noneMatch(line -> line.contains("-" + ProcessHandle.current().pid()));
      }
      var _ = list.onExit().join();
    }
  }

  @Test
  void aClientGoesOnWhenTheCableIsMended() throws Exception {
    try (Lan lan = Lan.orSkip();
        ManagerProgram server = ManagerProgram.by(lan.here(), Lan.HERE, 0)) {
      java.lang.Process guest = guest(lan, server, Redirect.INHERIT, seconds(2));
      try (BufferedReader told = guest.inputReader(UTF_8)) {
        assertThat(told.readLine()).isEqualTo("working");
        lan.cut();
        next(guest);
        assertThat(told.readLine())
            .contains("the manager at /10.231.77.1:" + server.port() + " is gone")
            .contains("it has said nothing for PT2S");
        lan.mend();
        next(guest);
        assertThat(told.readLine()).isEqualTo("named 1, anonymous [1, 2], counter 2");
        assertThat(guest.waitFor()).isZero();
      } finally {
        guest.destroyForcibly().waitFor();
        guest.outputWriter(UTF_8).close();
      }
    }
  }

  @Test
  void aServerOnAllNetworksIsReachedFromAnotherHost() throws Exception {
    try (Lan lan = Lan.orSkip();
        ManagerProgram server = ManagerProgram.by(lan.here(), ManagerRoot.ANYWHERE, 0)) {
      java.lang.Process guest = guest(lan, server, Redirect.INHERIT, PATIENCE);
      try (BufferedReader told = guest.inputReader(UTF_8)) {
        assertThat(told.readLine()).isEqualTo("working");
        next(guest);
        assertThat(told.readLine()).isEqualTo("no error, but 1");
        next(guest);
        assertThat(told.readLine()).isEqualTo("named 1, anonymous [1, 2], counter 2");
        assertThat(guest.waitFor()).isZero();
      } finally {
        guest.destroyForcibly().waitFor();
        guest.outputWriter(UTF_8).close();
      }
    }
  }

  @Test
  void aServerWithoutAHostIsOfThisMachineAlone() throws Exception {
    try (Lan lan = Lan.orSkip();
        ManagerProgram server = ManagerProgram.by(lan.here(), "0.0.0.0", 0)) {
      java.lang.Process guest = guest(lan, server, Redirect.PIPE, PATIENCE);
      try (BufferedReader told = guest.errorReader(UTF_8)) {
        assertThat(told.lines())
            .anyMatch(line -> line.contains(ConnectFailedException.class.getName()));
        assertThat(guest.waitFor()).isEqualTo(1);
      } finally {
        guest.destroyForcibly().waitFor();
        guest.outputWriter(UTF_8).close();
        guest.inputReader(UTF_8).close();
      }
    }
  }

  private static java.lang.Process guest(
      Lan lan, ManagerProgram server, Redirect errors, Duration patience) throws IOException {
    List<String> command = new ArrayList<>(lan.there());
    command.addAll(JavaCommand.of(Guest.class, Lan.HERE, "" + server.port(), patience.toString()));
    return new ProcessBuilder(command).redirectError(errors).start();
  }

  private static void next(java.lang.Process guest) throws IOException {
    guest.outputWriter(UTF_8).append('\n').flush();
  }

  /// The `main` of the other host.
  static final class Guest {
    private Guest() {}

    @SuppressWarnings("unchecked") // as it is registered
    public static void main(String[] arguments) throws IOException {
      BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
      try (ManagerClient client =
          ManagerClient.connect(
              ManagerRoot.address(arguments[0], Integer.parseInt(arguments[1])),
              ManagerRoot.KEY,
              Admission.STANDARD,
              Duration.parse(arguments[2]))) {
        Map<String, Integer> map = client.get("map", Map.class);
        List<Integer> list = client.list(List.of(1));
        Workshop.Counter counter = client.get("workshop", Workshop.class).counter();
        map.put("one", counter.next());
        System.out.println("working");
        String _ = in.readLine();
        try {
          System.out.println("no error, but " + list.get(0));
        } catch (ManagerLostException e) {
          System.out.println(e.getMessage());
        }
        String _ = in.readLine();
        awaitServer(map);
        list.add(2);
        System.out.printf(
            "named %s, anonymous %s, counter %d%n", map.get("one"), list, counter.next());
      }
    }

    /// A cable that is mended works when both ends have noticed.
    private static void awaitServer(Map<String, Integer> map) {
      while (true) {
        try {
          int _ = map.size();
          return;
        } catch (ManagerLostException e) {
          Thread.onSpinWait();
        }
      }
    }
  }
}
