package dev.braid;

import static dev.braid.Bystander.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.memory.ClassBlocks;
import dev.braid.memory.SharedArena;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Processes that are killed while they take from the arena, give back, or look for what is free.
class ArenaKillTest extends KillTest {
  private static int useArena() {
    Queue<Item> queue = new Queue<>();
    int _ = Item.putAll(queue, "survivor", 20, 9000);
    return Item.drain(queue).size();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arena.locked:1",
        "heap.unlinked:1",
        "heap.reset:1",
        "heap.tagged:1",
        "heap.tagged:2",
        "arena.locked:2"
      })
  void anAllocator(String instant) {
    Victim.killed(instant, () -> new JoinableQueue<Integer>().put(1));
    assertThat(bystander.ask(ArenaKillTest::useArena, PATIENCE)).isEqualTo(20);
    assertThat(useArena()).isEqualTo(20);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arena.marked",
        "arena.swept:1",
        "arena.swept:5",
        "heap.freeing:1",
        "heap.freed:1",
        "heap.merged:1"
      })
  void aCollector(String instant) {
    Process victim = Victim.start(instant, ArenaKillTest::makeGarbage);
    Object used = bystander.ask(ArenaKillTest::useArena, Multiprocessing.seconds(30));
    Victim.awaitDeath(instant, victim);
    assertThat(used).isEqualTo(20);
    assertThat(bystander.ask(ArenaKillTest::useArena, PATIENCE)).isEqualTo(20);
  }

  @SuppressWarnings("SystemGc") // holds end with the garbage collection
  private static void makeGarbage() {
    for (int round = 0; round < 100; round++) {
      for (int i = 0; i < 20; i++) {
        new JoinableQueue<Integer>().put(i);
      }
      System.gc();
      SharedArena.current().collect();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"arena.lost", "arena.swept", "process.recycled", "arena.marked"})
  void aParentThatCollectsWhatItsDeadChildHeld(String instant) {
    loseBoth(instant);
  }

  private static void loseBoth(String instant) {
    Queue<Integer> queue = new Queue<>();
    Victim.killed(
        instant,
        () -> {
          Process child =
              new Process(() -> {
                Queue<Integer> _ = new Queue<>();
                queue.put(1);
                Thread.sleep(1_000_000);
              });
          child.start();
          int _ = queue.get();
          child.kill();
          child.join();
          Thread.sleep(1_000_000);
        });
    assertThatThrownBy(() -> queue.get(Multiprocessing.seconds(30)))
        .isInstanceOf(PartnerDiedException.class);
  }

  @ParameterizedTest
  @CsvSource({"arena.closing", "arena.closed"})
  void oneThatClosesAPipe(String instant) {
    closePipe(instant);
  }

  private static void closePipe(String instant) {
    Pipe<Integer> pipe = new Pipe<>();
    Connection<Integer> end = pipe.second();
    // Who closes last closes the pipe.
    Event isLast = new Event();
    Process victim =
        Victim.start(
            instant,
            () -> {
              end.send(7);
              boolean _ = isLast.await();
              end.close();
            });
    end.close();
    isLast.set();
    Victim.awaitDeath(instant, victim);
    assertThat(pipe.first().poll(PATIENCE)).isTrue();
    assertThat(pipe.first().recv()).isEqualTo(7);
    assertThat(pipe.first().poll(PATIENCE)).isTrue();
    assertThatThrownBy(() -> pipe.first().recv()).isInstanceOf(EndOfFileException.class);
    pipe.close();
  }

  @Test
  void onePublisherOfAClass() {
    ClassBlocks classes = new ClassBlocks(SharedArena.current());
    Victim.killed(
        "classes.written",
        () ->
            new ClassBlocks(SharedArena.current())
                .publish(Map.of("a.b.Half", new byte[] {1, 2, 3})));
    assertThat(classes.find("a.b.Half")).isEmpty();
  }
}
