package dev.braid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A server that ends, and another one in its place at once; and clients that go and come back.
@SuppressWarnings("ReachabilityFenceUsage") // when the test fails, nothing needs to stay
class ManagerRestartTest {
  @TempDir private Path directory = Path.of("");

  /// Where it is.
  enum Family {
    INTERNET,
    UNIX
  }

  private ManagerProgram program(Family family) throws IOException {
    return switch (family) {
      case INTERNET -> ManagerProgram.at("localhost", 0);
      case UNIX -> ManagerProgram.at(directory.resolve("socket").toString(), -1);
    };
  }

  /// What a client has of a server.
  private record Estate(
      ManagerClient client,
      Map<String, Integer> map,
      Workshop workshop,
      List<Integer> list,
      Workshop.Counter counter) {
    @SuppressWarnings("unchecked") // as it is registered
    static Estate of(ManagerClient client) {
      Workshop workshop = client.get("workshop", Workshop.class);
      Estate estate =
          new Estate(
              client,
              client.get("map", Map.class),
              workshop,
              client.list(List.of(1)),
              workshop.counter());
      estate.map.put("one", 1);
      assertThat(estate.counter.next()).isEqualTo(1);
      return estate;
    }

    void isLostOnceAndFindsWhatHasAName() {
      assertThatThrownBy(() -> map.get("one"))
          .isInstanceOf(ManagerLostException.class)
          .hasMessageContaining("the manager at")
          .hasMessageContaining("is gone")
          .hasMessageContaining("whether get() has run isn't known");
      assertThat(map).isEmpty();
      map.put("one", 2);
      assertThat(map).containsEntry("one", 2);
      assertThat(workshop.add(1, 2)).isEqualTo(3);
      for (var call : List.<Runnable>of(() -> list.get(0), counter::next)) {
        assertThatThrownBy(call::run)
            .isInstanceOf(ManagerLostException.class)
            .hasMessageContaining("has no such object any more; get it anew");
      }
      assertThat(client.list(List.of(2)).get(0)).isEqualTo(2);
      assertThat(workshop.counter().next()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneThatIsClosedIsFollowedAtOnce(Family family) throws IOException {
    try (ManagerProgram program = program(family);
        ManagerClient client = program.connect()) {
      Estate estate = Estate.of(client);
      program.restart();
      estate.isLostOnceAndFindsWhatHasAName();
      program.restart();
      estate.isLostOnceAndFindsWhatHasAName();
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneThatIsKilledIsFollowedAtOnce(Family family) throws Exception {
    try (ManagerProgram first = program(family);
        ManagerClient client = first.connect()) {
      Estate estate = Estate.of(client);
      try (ManagerProgram _ = first.replace()) {
        estate.isLostOnceAndFindsWhatHasAName();
      }
    }
  }

  @Test
  void whileNobodyServesEveryCallSaysSo() throws Exception {
    try (ManagerProgram program = program(Family.INTERNET);
        ManagerClient client = program.connect()) {
      Workshop workshop = client.get("workshop", Workshop.class);
      program.end();
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> workshop.add(1, 2)).isInstanceOf(ManagerLostException.class);
      }
      assertThatThrownBy(program::connect).isInstanceOf(ConnectFailedException.class);
      try (ManagerProgram _ = ManagerProgram.at("localhost", program.port())) {
        assertThat(workshop.add(1, 2)).isEqualTo(3);
      }
    }
  }

  @Test
  void aClientKeepsItsProxiesWhenAnotherOneOfItsProcessCloses() throws IOException {
    try (ManagerProgram program = program(Family.INTERNET)) {
      ManagerClient first = program.connect();
      ManagerClient second = program.connect();
      Workshop one = first.get("workshop", Workshop.class);
      Workshop other = second.get("workshop", Workshop.class);
      Workshop.Counter ofFirst = one.counter();
      Workshop.Counter ofSecond = other.counter();
      List<Integer> list = second.list(List.of(1));
      first.close();
      assertThat(ofSecond.next()).isEqualTo(1);
      assertThat(list.get(0)).isEqualTo(1);
      assertThatThrownBy(ofFirst::next).isInstanceOf(ManagerLostException.class);
      assertThat(other.counter().next()).isEqualTo(1);
      try (ManagerClient third = program.connect()) {
        Workshop.Counter late = third.get("workshop", Workshop.class).counter();
        second.close();
        assertThat(late.next()).isEqualTo(1);
      }
    }
  }

  @Test
  void whatAClientHadIsDroppedAfterItsGrace() throws IOException {
    try (ManagerProgram program = ManagerProgram.withGrace(Duration.ofMillis(1));
        ManagerClient watching = program.connect()) {
      Workshop workshop = watching.get("workshop", Workshop.class);
      ManagerClient leaving = program.connect();
      List<Integer> list = leaving.list(List.of(1));
      assertThat(watching.numberOfObjects()).isEqualTo(2);
      leaving.close();
      while (watching.numberOfObjects() > 1) {
        workshop.collect();
      }
      assertThatThrownBy(() -> list.get(0)).isInstanceOf(ManagerLostException.class);
    }
  }

  @Test
  void whatAClientHadIsKeptDuringItsGrace() throws IOException {
    try (ManagerProgram program = ManagerProgram.withGrace(Duration.ofDays(1));
        ManagerClient watching = program.connect()) {
      Workshop workshop = watching.get("workshop", Workshop.class);
      ManagerClient leaving = program.connect();
      List<Integer> list = leaving.list(List.of(1));
      leaving.close();
      workshop.collect();
      assertThat(watching.numberOfObjects()).isEqualTo(2);
      Reference.reachabilityFence(list);
    }
  }

  @Test
  void whatIsLetGoOfAfterARestartIsDropped() throws IOException {
    try (ManagerProgram program = program(Family.INTERNET);
        ManagerClient client = program.connect()) {
      Estate estate = Estate.of(client);
      program.restart();
      estate.isLostOnceAndFindsWhatHasAName();
      // The two that have names, and nothing that was made only to be looked at.
      while (client.numberOfObjects() > 2) {
        System.gc();
        estate.workshop().collect();
      }
      Reference.reachabilityFence(estate);
    }
  }

  @Test
  void aThreadsConnectionEndsAfterIt() throws Exception {
    try (ManagerServer server =
        ManagerServer.at(ManagerRoot.address("localhost", 0), ManagerRoot.KEY).serve()) {
      try (ManagerClient client = ManagerClient.connect(server.address(), ManagerRoot.KEY)) {
        for (int i = 0; i < 20; i++) {
          Thread thread = Thread.ofPlatform().start(client::numberOfObjects);
          thread.join();
        }
        // This one's and the last one's.
        while (server.connections() > 2) {
          Thread.onSpinWait();
        }
      }
      while (server.connections() > 0) {
        Thread.onSpinWait();
      }
    }
  }
}
