package dev.braid.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;

/// The `main` of a process whose kill points are the places where threads change: prints how many
/// orders it has tried.
final class InterleavingMain {
  private InterleavingMain() {}

  public static void main(String[] arguments) throws Exception {
    SharedArena arena = OwnArena.create();
    Interleaving.Experiment experiment =
        switch (arguments[0]) {
          case "two producers" -> new Traffic(arena, 0, List.of(true, true));
          case "producer and consumer" -> new Traffic(arena, 1, List.of(true, false));
          case "two consumers" -> new Traffic(arena, 2, List.of(false, false));
          case "two producers, one consumer" -> new Traffic(arena, 1, List.of(true, true, false));
          case "full" -> new Full(arena);
          case "lock" -> new Locking();
          default -> throw new IllegalArgumentException(arguments[0]);
        };
    // With three threads the instants between which nothing is shared are left out.
    Set<String> instants =
        arguments.length == 1
            ? Set.of()
            : Set.of(
                "channel.put.locked",
                "channel.put.committed",
                "channel.get.locked",
                "channel.get.committed",
                "test.inside");
    System.out.println(
        Interleaving.all(experiment, name -> instants.isEmpty() || instants.contains(name)));
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

  /// Three threads that want one lock, three times each.
  private static final class Locking implements Interleaving.Experiment {
    private final ProcessTable owners =
        new ProcessTable(java.lang.foreign.Arena.ofAuto().allocate(ProcessTable.SIZE, 128));
    private int[] inside = new int[1];
    private int[] times = new int[1];

    @Override
    public List<Callable<?>> threads() {
      FutexLock lock = new FutexLock(java.lang.foreign.Arena.ofAuto().allocate(64, 64), 0, owners);
      // Plain fields: the lock alone orders them.
      int[] in = new int[1];
      int[] count = new int[1];
      inside = in;
      times = count;
      Callable<?> thrice =
          () -> {
            for (int i = 0; i < 3; i++) {
              if (lock.acquire(Deadline.in(Duration.ZERO)) != FutexLock.Acquired.NOT) {
                assertThat(in[0]++).isZero();
                KillPoint.at("test.inside");
                count[0]++;
                assertThat(--in[0]).isZero();
                lock.release();
              }
            }
            return "";
          };
      return List.of(thrice, thrice, thrice);
    }

    @Override
    public void check() {
      assertThat(inside[0]).isZero();
      assertThat(Objects.checkIndex(times[0], 10)).isGreaterThanOrEqualTo(3);
    }
  }
}
