package dev.braid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Long calls of a server in another program, and those who don't wait for their end.
class ManagerInterruptTest {
  /// What a test does with a workshop of another process.
  private interface Visit {
    void of(ManagerProgram program, Workshop workshop) throws Exception;
  }

  private static void visit(Visit visit) throws Exception {
    try (ManagerProgram program = ManagerProgram.at("localhost", 0);
        ManagerClient client = program.connect()) {
      visit.of(program, client.get("workshop", Workshop.class));
    }
  }

  @Test
  void anInterruptInterruptsTheMethodAtTheServer() throws Exception {
    visit((_, workshop) -> {
      FutureTask<Integer> task =
          new FutureTask<>(() -> {
            for (int i = 0; i < 3; i++) {
              assertThatThrownBy(workshop::hang).isInstanceOf(InterruptedException.class);
              assertThat(Thread.currentThread().isInterrupted()).isFalse();
            }
            // On the same connection.
            return workshop.add(1, 2);
          });
      Thread thread = Thread.ofPlatform().start(task);
      for (int i = 0; i < 3; i++) {
        workshop.awaitHanging();
        thread.interrupt();
        workshop.awaitInterrupted();
      }
      assertThat(task.get()).isEqualTo(3);
      thread.join();
    });
  }

  @Test
  void anInterruptBeforeTheCallInterruptsIt() throws Exception {
    visit((_, workshop) -> {
      FutureTask<Integer> task =
          new FutureTask<>(() -> {
            Thread.currentThread().interrupt();
            assertThatThrownBy(workshop::hang).isInstanceOf(InterruptedException.class);
            return workshop.add(1, 2);
          });
      Thread thread = Thread.ofPlatform().start(task);
      assertThat(task.get()).isEqualTo(3);
      thread.join();
    });
  }

  @Test
  void theEndOfAClientInterruptsWhatItCalled() throws Exception {
    visit((program, workshop) -> {
      SocketAddress address = program.address();
      Process caller =
          new Process(() -> {
            try (ManagerClient client = ManagerClient.connect(address, ManagerRoot.KEY)) {
              client.get("workshop", Workshop.class).hang();
            }
          });
      caller.start();
      workshop.awaitHanging();
      caller.kill();
      caller.join();
      workshop.awaitInterrupted();
      assertThat(workshop.add(1, 2)).isEqualTo(3);
    });
  }

  @Test
  void theCloseOfAClientEndsTheCallsOfItsThreads() throws Exception {
    visit((program, workshop) -> {
      ManagerClient other = program.connect();
      Workshop theirs = other.get("workshop", Workshop.class);
      FutureTask<Throwable> task =
          new FutureTask<>(() -> {
            try {
              theirs.hang();
            } catch (ManagerLostException e) {
              return e;
            }
            throw new AssertionError("nothing was thrown");
          });
      Thread thread = Thread.ofPlatform().start(task);
      workshop.awaitHanging();
      other.close();
      workshop.awaitInterrupted();
      assertThat(task.get()).hasMessageContaining("whether hang() has run isn't known");
      thread.join();
      assertThatThrownBy(() -> theirs.add(1, 2))
          .isInstanceOf(ManagerLostException.class)
          .hasMessageContaining("this client is closed");
    });
  }

  @Test
  @Tag("linux")
  void aServerThatIsStoppedIsGivenUp() throws Exception {
    Duration patience = Duration.ofMillis(500);
    try (ManagerProgram program = ManagerProgram.at("localhost", 0);
        ManagerClient client = program.connect(patience)) {
      Workshop workshop = client.get("workshop", Workshop.class);
      assertThat(workshop.add(1, 2)).isEqualTo(3);
      // More than the system keeps on its way.
      byte[] big = new byte[64 << 20];
      program.stop();
      try {
        assertThatThrownBy(() -> workshop.length(big))
            .isInstanceOf(ManagerLostException.class)
            .hasMessageContaining("it has taken nothing for PT0.5S");
        assertThatThrownBy(() -> workshop.add(1, 2)).isInstanceOf(ManagerLostException.class);
      } finally {
        program.signal("CONT");
      }
      awaitAnswer(workshop);
      program.stop();
      try {
        assertThatThrownBy(() -> workshop.add(1, 2))
            .isInstanceOf(ManagerLostException.class)
            .hasMessageContaining("it has said nothing for PT0.5S");
      } finally {
        program.signal("CONT");
      }
      awaitAnswer(workshop);
    }
  }

  /// It may take a while until the server has got over what it missed.
  private static void awaitAnswer(Workshop workshop) {
    while (true) {
      try {
        assertThat(workshop.add(1, 2)).isEqualTo(3);
        return;
      } catch (ManagerLostException e) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void whatCannotBeToldIsStillAnError() throws Exception {
    visit((_, workshop) -> {
      assertThatThrownBy(workshop::failWithoutWords)
          .hasMessageContaining("Wordless, whose text can't be had");
      assertThatThrownBy(workshop::abyss).isInstanceOf(CopyException.class);
      assertThatThrownBy(() -> workshop.fail(new IllegalStateException("as given")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("as given")
          .hasRootCauseInstanceOf(RemoteTrace.class);
      assertThat(workshop.add(1, 2)).isEqualTo(3);
    });
  }
}
