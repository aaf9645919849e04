package dev.braid.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

/// The `main` of a process whose kill points are the places where threads change: prints how many
/// orders it has tried.
final class InterleavingMain {
  private InterleavingMain() {}

  public static void main(String[] arguments) throws Exception {
    String name = arguments[0];
    List<String> instants = List.of(arguments).subList(1, arguments.length);
    Interleaving.Experiment experiment = experiment(name);
    System.out.println(
        Interleaving.all(
            experiment,
            instant ->
                instants.isEmpty()
                    // The locks within are experiments of their own.
                    ? !instant.startsWith("futex.")
                    : instants.stream().anyMatch(instant::startsWith)));
  }

  private static Interleaving.Experiment experiment(String name) throws IOException {
    SharedArena arena = OwnArena.create();
    return switch (name) {
      case "two producers" -> new Traffic(arena, 0, List.of(true, true));
      case "producer and consumer" -> new Traffic(arena, 1, List.of(true, false));
      case "two consumers" -> new Traffic(arena, 2, List.of(false, false));
      case "two producers, one consumer" -> new Traffic(arena, 1, List.of(true, true, false));
      case "full" -> new Full(arena);
      case "waiting consumer" -> new Waiting(arena, 0, 1, List.of(2));
      case "waiting producer" -> new Waiting(arena, 1, 1, List.of(2));
      case "waiting consumers" -> new Waiting(arena, 0, 2, List.of(1, 1));
      case "waiting producers" -> new Waiting(arena, 1, 1, List.of(1, 1));
      case "semaphore, waiting" -> new Permits(arena, 2, 2);
      default -> LockExperiments.of(name, arena);
    };
  }

  private static byte[] bytes(int who, int number) {
    return new byte[] {(byte) who, (byte) number};
  }

  /// Tries once; the lock may be another one's.
  private static boolean put(Channel channel, int who, int number) throws InterruptedException {
    return channel.put(Bytes.of(bytes(who, number)), Deadline.in(Duration.ZERO), Lookout.NONE);
  }

  private static List<String> take(Channel channel) throws InterruptedException {
    Incoming taken = channel.take(Deadline.in(Duration.ZERO), Lookout.NONE);
    if (taken == null) {
      return List.of();
    }
    byte[] bytes = Bytes.read(taken);
    return List.of(bytes[0] + ":" + bytes[1]);
  }

  /// Threads that each put, or take, once or find that they can't now.
  private static final class Traffic implements Interleaving.Experiment {
    private static final int OLD = 9;

    private final SharedArena arena;
    private final int before;
    private final List<Boolean> producers;
    private Channel channel;
    private List<String> expected = new ArrayList<>();
    private List<String> taken = new ArrayList<>();

    Traffic(SharedArena arena, int before, List<Boolean> producers) {
      this.arena = arena;
      this.before = before;
      this.producers = producers;
      this.channel = Channel.create(arena, 0, 0);
    }

    @Override
    public List<Callable<?>> threads() throws InterruptedException {
      channel = Channel.create(arena, 0, 0);
      List<String> put = Collections.synchronizedList(new ArrayList<>());
      List<String> got = Collections.synchronizedList(new ArrayList<>());
      for (int i = 0; i < before; i++) {
        assertThat(put(channel, OLD, i)).isTrue();
        put.add(OLD + ":" + i);
      }
      List<Callable<?>> threads = new ArrayList<>();
      for (int i = 0; i < producers.size(); i++) {
        int who = i;
        threads.add(
            producers.get(i)
                ? () -> put(channel, who, 0) && put.add(who + ":0")
                : () -> got.addAll(take(channel)));
      }
      expected = put;
      taken = got;
      return threads;
    }

    @Override
    public void check() throws InterruptedException {
      assertThat(channel.size()).isEqualTo(expected.size() - taken.size());
      // At least one of those who want the same lock gets it.
      if (producers.contains(true)) {
        assertThat(expected).hasSizeGreaterThan(before);
      } else {
        assertThat(taken).isNotEmpty();
      }
      List<String> all = new ArrayList<>(taken);
      for (List<String> next = take(channel); !next.isEmpty(); next = take(channel)) {
        all.addAll(next);
      }
      assertThat(all).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(all.subList(0, before)).allMatch(item -> item.startsWith(OLD + ":"));
    }
  }

  /// A producer that finds a full channel, while a consumer makes room.
  private static final class Full implements Interleaving.Experiment {
    private final SharedArena arena;
    private Channel channel;
    private volatile boolean accepted;

    Full(SharedArena arena) {
      this.arena = arena;
      this.channel = Channel.create(arena, 1, 0);
    }

    @Override
    public List<Callable<?>> threads() throws InterruptedException {
      channel = Channel.create(arena, 1, 0);
      assertThat(put(channel, 1, 1)).isTrue();
      return List.of(
          () -> accepted = put(channel, 2, 2),
          () -> {
            assertThat(take(channel)).containsExactly("1:1");
            return "";
          });
    }

    @Override
    public void check() throws InterruptedException {
      assertThat(channel.size()).isEqualTo(accepted ? 1 : 0);
      assertThat(take(channel)).isEqualTo(accepted ? List.of("2:2") : List.of());
      assertThat(put(channel, 3, 3)).isTrue();
      assertThat(put(channel, 4, 4)).isFalse();
    }
  }

  /// Threads that each take a permit, and threads that each give one.
  private static final class Permits implements Interleaving.Experiment {
    private final SharedArena arena;
    private final int takers;
    private final int givers;
    private SharedSemaphore semaphore;

    Permits(SharedArena arena, int takers, int givers) {
      this.arena = arena;
      this.takers = takers;
      this.givers = givers;
      this.semaphore = SharedSemaphore.create(arena, 0, false);
    }

    @Override
    public List<Callable<?>> threads() {
      SharedSemaphore fresh = SharedSemaphore.create(arena, 0, false);
      semaphore = fresh;
      List<Callable<?>> threads = new ArrayList<>();
      for (int i = 0; i < takers; i++) {
        threads.add(() -> fresh.acquire(Deadline.NONE));
      }
      for (int i = 0; i < givers; i++) {
        threads.add(() -> {
          fresh.release();
          return "";
        });
      }
      return threads;
    }

    @Override
    public void check() {
      assertThat(semaphore.value()).isEqualTo(givers - takers);
    }
  }

  /// Threads that put, and threads that take, all that there is; who can't now waits until he is
  /// woken.
  private static final class Waiting implements Interleaving.Experiment {
    private final SharedArena arena;
    private final long limit;
    private final int consumers;
    private final List<Integer> producers;
    private Channel channel;
    private List<String> taken = new ArrayList<>();

    /// @param limit of the channel
    /// @param producers how many messages each puts; all consumers take as many
    Waiting(SharedArena arena, long limit, int consumers, List<Integer> producers) {
      this.arena = arena;
      this.limit = limit;
      this.consumers = consumers;
      this.producers = producers;
      this.channel = Channel.create(arena, limit, 0);
    }

    private int total() {
      return producers.stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public List<Callable<?>> threads() {
      Channel fresh = Channel.create(arena, limit, 0);
      channel = fresh;
      List<String> got = Collections.synchronizedList(new ArrayList<>());
      taken = got;
      List<Callable<?>> threads = new ArrayList<>();
      for (int i = 0; i < producers.size(); i++) {
        int who = i;
        threads.add(() -> putAll(fresh, who));
      }
      for (int i = 0; i < consumers; i++) {
        threads.add(() -> takeSome(fresh, got));
      }
      return threads;
    }

    private boolean putAll(Channel to, int who) throws InterruptedException {
      for (int i = 0; i < producers.get(who); i++) {
        assertThat(to.put(Bytes.of(bytes(who, i)), Deadline.NONE, Lookout.NONE)).isTrue();
      }
      return true;
    }

    private boolean takeSome(Channel from, List<String> got) throws InterruptedException {
      for (int i = 0; i < total() / consumers; i++) {
        byte[] bytes = Bytes.read(Objects.requireNonNull(from.take(Deadline.NONE, Lookout.NONE)));
        got.add(bytes[0] + ":" + bytes[1]);
      }
      return true;
    }

    @Override
    public void check() {
      assertThat(channel.size()).isZero();
      assertThat(taken).hasSize(total()).doesNotHaveDuplicates();
      for (int who = 0; who < producers.size(); who++) {
        String prefix = who + ":";
        List<String> inOrder =
            taken.stream().filter(item -> item.startsWith(prefix)).sorted().toList();
        if (consumers == 1) {
          assertThat(taken.stream().filter(item -> item.startsWith(prefix)).toList())
              .isEqualTo(inOrder);
        }
      }
    }
  }
}
