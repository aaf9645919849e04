package dev.braid;

import static dev.braid.Multiprocessing.println;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Beginnings and ends of servers.
class ManagerLifeTest {
  @Test
  void anInitializerRunsInTheServer() throws Exception {
    try (Console console = new Console();
        Manager manager = new Manager(() -> println("initialized", Multiprocessing.getpid()))) {
      assertThat(console.awaitNumber("initialized")).isEqualTo(manager.pid());
      assertThat(manager.list(List.of(1))).containsExactly(1);
      assertThat(manager.name()).startsWith("Manager-");
    }
  }

  @Test
  void anInitializerThatFailsFailsTheStart() {
    assertThatThrownBy(
            () -> {
              Task failing =
                  () -> {
                    throw new IllegalStateException("no luck");
                  };
              new Manager(failing).close();
            })
        .isInstanceOf(StartFailedException.class)
        .hasMessageContaining("ended with exit code 1 before it served anything")
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no luck");
    assertThatThrownBy(() -> new Manager(() -> System.exit(3)).close())
        .isInstanceOf(StartFailedException.class)
        .hasMessageContaining("exit code 3");
  }

  @Test
  void afterItsEndAManagerSaysSoAndItsProxiesToo() {
    Manager manager = new Manager();
    Map<String, Integer> map = manager.dict();
    manager.close();
    manager.close();
    manager.shutdown();
    assertThat(manager.exitCode()).isZero();
    assertThatThrownBy(manager::list)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has been shut down; make a new one");
    assertThatThrownBy(() -> map.get("a"))
        .isInstanceOf(ManagerLostException.class)
        .hasMessageContaining(manager.name());
  }

  @ParameterizedTest
  @EnumSource
  void whoeverWaitsForAKilledServerIsTold(Transport transport) throws Exception {
    try (Transport.Site site = transport.open()) {
      Store shop = site.shop();
      Event arrived = site.manager().event();
      Event childArrived = site.manager().event();
      FutureTask<Object> waiting =
          new FutureTask<>(() -> {
            shop.queue(arrived);
            return "returned";
          });
      var _ = Thread.ofVirtual().start(waiting);
      Process child =
          new Process(() ->
              assertThatThrownBy(() -> shop.queue(childArrived))
                  .isInstanceOf(ManagerLostException.class));
      child.start();
      assertThat(arrived.await()).isTrue();
      assertThat(childArrived.await()).isTrue();
      ProcessHandle.of(site.pid()).orElseThrow().destroyForcibly();
      assertThatThrownBy(waiting::get)
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(ManagerLostException.class)
          .hasMessageContaining("whether queue() has run isn't known");
      child.join();
      assertThat(child.exitCode()).isZero();
      assertThatThrownBy(() -> shop.price(0)).isInstanceOf(ManagerLostException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("linux")
  void callsOfAStoppedServerGoOnWhenItDoes(Transport transport) throws Exception {
    try (Transport.Site site = transport.open()) {
      Store shop = site.shop();
      stop(site.pid());
      FutureTask<Integer> price = new FutureTask<>(() -> shop.price(0));
      var _ = Thread.ofVirtual().start(price);
      dev.braid.os.OperatingSystem.current().signal(site.pid(), 18);
      assertThat(price.get()).isEqualTo(3);
    }
  }

  @Test
  @Tag("linux")
  void aStoppedServerIsEndedByForce() throws Exception {
    Manager manager = new Manager();
    stop(manager.pid());
    assertThat(manager)
        .hasToString(
            "Manager[%s, pid %d, doesn't answer]".formatted(manager.name(), manager.pid()));
    manager.close();
    assertThat(manager.exitCode()).isEqualTo(-9);
    assertThat(manager.toString()).endsWith("ended with exit code -9]");
  }

  private static void stop(long pid) throws IOException {
    dev.braid.os.OperatingSystem.current().signal(pid, 19);
    Proc.awaitStop(pid);
  }

  @ParameterizedTest
  @EnumSource
  void whatNobodyHoldsIsFreed(Transport transport) {
    Baseline before = Baseline.settled();
    holdAndLetGo(transport);
    before.isBack();
  }

  // A method of its own, so that it keeps nothing of the site.
  @SuppressWarnings("SystemGc") // what nobody refers to is let go of with the garbage collection
  private static void holdAndLetGo(Transport transport) {
    try (Transport.Site site = transport.open()) {
      AtomicReference<List<Integer>> kept = new AtomicReference<>(site.manager().list(List.of(1)));
      for (int i = 0; i < 1000; i++) {
        assertThat(site.manager().list().isEmpty()).isTrue();
      }
      Event held = new Event();
      Process holder =
          new Process(() -> {
            List<Object> mine = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
              mine.add(List.of(kept.get()));
            }
            held.set();
            Multiprocessing.sleep(1000);
            assertThat(mine).isEmpty();
          });
      holder.start();
      assertThat(held.await()).isTrue();
      while (site.numberOfObjects() > 1) {
        System.gc();
      }
      kept.set(List.of());
      System.gc();
      assertThat(site.numberOfObjects()).isEqualTo(1);
      holder.kill();
      holder.join();
      while (transport == Transport.NEAR && site.numberOfObjects() > 0) {
        System.gc();
      }
    }
  }

  @Test
  void aManagerOfAChildEndsWithIt() throws Exception {
    try (Console console = new Console()) {
      Process child =
          new Process(() -> {
            Manager manager = new Manager();
            println("server", manager.pid());
            assertThat(manager.list(List.of(1))).containsExactly(1);
            Multiprocessing.sleep(1000);
          });
      child.start();
      ProcessHandle server = ProcessHandle.of(console.awaitNumber("server")).orElseThrow();
      child.kill();
      child.join();
      var _ = server.onExit().get();
      assertThat(server.isAlive()).isFalse();
    }
  }

  @Test
  void aDaemonMayHaveNone() {
    Process daemon =
        new Process(() ->
            assertThatThrownBy(Manager::new)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("daemonic processes are not allowed to have children"));
    daemon.daemon(true);
    daemon.start();
    daemon.join();
    assertThat(daemon.exitCode()).isZero();
  }
}
