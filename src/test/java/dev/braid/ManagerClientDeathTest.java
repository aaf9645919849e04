package dev.braid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.Reference;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A client that is killed leaves nothing at its server, and holds up nobody.
@SuppressWarnings("ReachabilityFenceUsage") // when the test fails, nothing needs to stay
class ManagerClientDeathTest {
  @Test
  void itsObjectsGoAndItsLocksPassOn() throws Exception {
    try (ManagerProgram program = ManagerProgram.withGrace(Duration.ofMillis(1));
        ManagerClient watching = program.connect()) {
      Workshop workshop = watching.get("workshop", Workshop.class);
      Lock lock = watching.lock();
      Event held = new Event();
      Process victim = victim(program.address(), lock, held);
      victim.start();
      assertThat(held.await()).isTrue();
      assertThat(watching.numberOfObjects()).isEqualTo(2 + 10);
      assertThat(lock.tryAcquire()).isFalse();
      victim.kill();
      assertThatThrownBy(lock::acquire)
          .isInstanceOf(OwnerDiedException.class)
          .hasMessageContaining("this thread has the lock now");
      lock.release();
      victim.join();
      while (watching.numberOfObjects() > 2) {
        workshop.collect();
      }
      assertThat(lock.acquire()).isTrue();
      Reference.reachabilityFence(lock);
    }
  }

  @Test
  void itsPermitsComeBackAfterItsGrace() throws Exception {
    try (ManagerProgram program = ManagerProgram.withGrace(Duration.ofMillis(1));
        ManagerClient watching = program.connect()) {
      Semaphore semaphore = watching.semaphore(3);
      BoundedSemaphore bounded = watching.boundedSemaphore(1);
      assertThat(semaphore.acquire()).isTrue();
      Event held = new Event();
      Process victim =
          new Process(() -> {
            assertThat(semaphore.acquire()).isTrue();
            assertThat(semaphore.acquire()).isTrue();
            assertThat(bounded.acquire()).isTrue();
            held.set();
            Multiprocessing.sleep(1000);
          });
      victim.start();
      assertThat(held.await()).isTrue();
      assertThat(semaphore.tryAcquire()).isFalse();
      victim.kill();
      for (Permits permits : List.of(semaphore, bounded)) {
        assertThatThrownBy(permits::acquire)
            .isInstanceOf(OwnerDiedException.class)
            .hasMessageContaining("this thread has a permit now");
      }
      victim.join();
      assertThat(semaphore.value()).isEqualTo(1);
      assertThat(semaphore.acquire()).isTrue();
      assertThat(semaphore.tryAcquire()).isFalse();
      bounded.release();
      assertThatThrownBy(bounded::release).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void permitsOfOneThatLivesStayWithIt() throws Exception {
    try (ManagerProgram program = ManagerProgram.withGrace(Duration.ofMillis(1));
        ManagerClient watching = program.connect()) {
      Semaphore semaphore = watching.semaphore(1);
      Thread taker = Thread.ofPlatform().start(semaphore::acquire);
      taker.join();
      Other.Kind.PROCESS.start(() -> assertThat(semaphore.tryAcquire()).isFalse()).join();
      assertThat(semaphore.tryAcquire()).isFalse();
      semaphore.release();
      assertThat(semaphore.tryAcquire()).isTrue();
    }
  }

  private static Process victim(SocketAddress address, Lock lock, Event held) {
    return new Process(() -> {
      ManagerClient own = ManagerClient.connect(address, ManagerRoot.KEY);
      List<List<Integer>> lists = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        lists.add(own.list(List.of(i)));
      }
      assertThat(lock.acquire()).isTrue();
      held.set();
      Multiprocessing.sleep(1000);
      Reference.reachabilityFence(lists);
    });
  }
}
