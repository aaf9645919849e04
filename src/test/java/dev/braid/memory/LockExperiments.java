package dev.braid.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.os.OperatingSystem;
import dev.braid.os.ProcessIdentity;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Threads that want one lock.
final class LockExperiments {
  private static final Deadline NOW = Deadline.in(Duration.ZERO);

  private LockExperiments() {}

  static Interleaving.Experiment of(String name, SharedArena arena) throws IOException {
    return switch (name) {
      case "lock, trying" -> new Exclusion(2, 2, false, new Words(NOW));
      case "lock, three trying" -> new Exclusion(3, 1, false, new Words(NOW));
      case "lock, waiting" -> new Exclusion(2, 2, true, new Words(Deadline.NONE));
      case "lock, one dies" -> new Heirs(new Words(NOW));
      case "shared lock, trying" -> new Exclusion(2, 2, false, new Shared(arena, false, NOW));
      case "shared lock, waiting" ->
          new Exclusion(3, 1, true, new Shared(arena, false, Deadline.NONE));
      case "reentrant lock, trying" -> new Exclusion(2, 1, false, new Shared(arena, true, NOW));
      case "reentrant lock, waiting" ->
          new Exclusion(3, 1, true, new Shared(arena, true, Deadline.NONE));
      case "shared lock, one dies at lock.acquired",
          "shared lock, one dies at lock.held",
          "shared lock, one dies at lock.releasing",
          "shared lock, one dies at lock.released" ->
          new SharedHeirs(name.substring(name.lastIndexOf(' ') + 1));
      default -> throw new IllegalArgumentException(name);
    };
  }

  /// A kind of lock.
  private interface Kind {
    /// A new one, or one that is free, as each of so many threads has it.
    List<Guard> guards(int threads);
  }

  /// A lock as one thread has it.
  private interface Guard {
    /// @return 0 if it was free, -1 if it wasn't, else from whom it was inherited
    int enter() throws InterruptedException;

    void leave();
  }

  /// Locks that are words, of threads that each pass for a process.
  private record Words(Deadline deadline) implements Kind {
    @Override
    public List<Guard> guards(int threads) {
      return guards(threads, new AtomicBoolean());
    }

    /// @param isFirstDead as far as the others know
    List<Guard> guards(int threads, AtomicBoolean isFirstDead) {
      MemorySegment memory = Arena.ofAuto().allocate(64, 64);
      List<Guard> guards = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        guards.add(guard(new FutexLock(memory, 0, new Numbered(i + 1, isFirstDead))));
      }
      return guards;
    }

    private record Numbered(int self, AtomicBoolean isFirstDead) implements Owners {
      @Override
      public boolean isDead(int owner) {
        return owner == 1 && isFirstDead.get();
      }
    }

    private Guard guard(FutexLock lock) {
      return new Guard() {
        @Override
        public int enter() throws InterruptedException {
          return switch (lock.acquire(deadline)) {
            case FREE -> 0;
            case INHERITED -> 1;
            case NOT -> FutexLock.NOT;
          };
        }

        @Override
        public void leave() {
          lock.release();
        }
      };
    }
  }

  /// Locks that know their holder and their waiters, of threads of one process.
  private record Shared(SharedLock lock, boolean reentrant, Deadline deadline) implements Kind {
    Shared(SharedArena arena, boolean reentrant, Deadline deadline) {
      this(SharedLock.create(arena, reentrant), reentrant, deadline);
    }

    @Override
    public List<Guard> guards(int threads) {
      assertThat(lock.describe()).isEqualTo("free");
      List<Guard> guards = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        guards.add(guard());
      }
      return guards;
    }

    private Guard guard() {
      return new Guard() {
        @Override
        public int enter() throws InterruptedException {
          int from = lock.acquire(deadline);
          if (from == SharedLock.NOT) {
            assertThat(lock.isMine()).isFalse();
            return from;
          }
          requireMine();
          if (reentrant) {
            assertThat(lock.acquire(NOW)).isZero();
            requireMine();
          }
          return from;
        }

        private void requireMine() {
          assertThat(lock.isMine()).isTrue();
          assertThat(lock.describe()).contains("thread '" + Thread.currentThread().getName() + "'");
        }

        @Override
        public void leave() {
          if (reentrant) {
            lock.release();
            assertThat(lock.isMine()).isTrue();
          }
          lock.release();
          assertThat(lock.isMine()).isFalse();
        }
      };
    }
  }

  /// Each of some threads is inside so many times, or finds that it can't be now.
  private static final class Exclusion implements Interleaving.Experiment {
    private final int threads;
    private final int rounds;
    private final boolean waits;
    private final Kind kind;
    private List<Guard> guards = List.of();
    private int[] inside = new int[1];
    private int[] times = new int[1];

    /// @param waits true if each gets in each time
    Exclusion(int threads, int rounds, boolean waits, Kind kind) {
      this.threads = threads;
      this.rounds = rounds;
      this.waits = waits;
      this.kind = kind;
    }

    @Override
    public List<Callable<?>> threads() {
      guards = kind.guards(threads);
      // Plain fields: the lock alone orders them.
      int[] in = new int[1];
      int[] count = new int[1];
      inside = in;
      times = count;
      List<Callable<?>> all = new ArrayList<>();
      for (Guard guard : guards) {
        all.add(() -> {
          for (int i = 0; i < rounds; i++) {
            if (guard.enter() == 0) {
              assertThat(in[0]++).isZero();
              KillPoint.at("test.inside");
              count[0]++;
              assertThat(--in[0]).isZero();
              guard.leave();
            }
          }
          return "";
        });
      }
      return all;
    }

    @Override
    public void check() throws InterruptedException {
      assertThat(inside[0]).isZero();
      assertThat(times[0]).isBetween(waits ? threads * rounds : 1, threads * rounds);
      Guard any = guards.getFirst();
      assertThat(any.enter()).isZero();
      any.leave();
    }
  }

  /// One takes the lock if he can, and dies with it, while two others try.
  private static final class Heirs implements Interleaving.Experiment {
    private final Words words;
    private List<Guard> guards = List.of();
    private final AtomicInteger heirs = new AtomicInteger();
    private volatile boolean had;

    Heirs(Words words) {
      this.words = words;
    }

    @Override
    public List<Callable<?>> threads() {
      AtomicBoolean isDead = new AtomicBoolean();
      List<Guard> all = words.guards(3, isDead);
      guards = all;
      heirs.set(0);
      had = false;
      int[] in = new int[1];
      List<Callable<?>> threads = new ArrayList<>();
      threads.add(() -> {
        had = all.getFirst().enter() == 0;
        KillPoint.at("test.inside");
        isDead.set(true);
        return "";
      });
      for (Guard guard : all.subList(1, 3)) {
        threads.add(() -> {
          int from = guard.enter();
          if (from >= 0) {
            var _ = heirs.addAndGet(from);
            assertThat(in[0]++).isZero();
            KillPoint.at("test.inside");
            assertThat(--in[0]).isZero();
            guard.leave();
          }
          return "";
        });
      }
      return threads;
    }

    @Override
    public void check() throws InterruptedException {
      Guard survivor = guards.getLast();
      int from = survivor.enter();
      assertThat(from).isNotNegative();
      // Once, by whoever comes first.
      assertThat(heirs.get() + from).isEqualTo(had ? 1 : 0);
      survivor.leave();
      assertThat(survivor.enter()).isZero();
      survivor.leave();
    }
  }

  /// A thread that passes for another process dies at an instant of its use of the lock, while two
  /// of this one try.
  private static final class SharedHeirs implements Interleaving.Experiment {
    private final String instant;
    private final MemorySegment memory = OwnArena.memory();
    private final SharedArena arena;
    private final SharedLock lock;
    private final ProcessIdentity parent;
    private final AtomicInteger heirs = new AtomicInteger();
    private volatile @Nullable Thread mortal;
    private volatile boolean had;

    /// What ends the thread where its process would be killed.
    private static final class Killed extends Error {
      private static final long serialVersionUID = 1L;
    }

    SharedHeirs(String instant) throws IOException {
      this.instant = instant;
      this.arena = OwnArena.join(memory, ProcessIdentity.current());
      arena.create();
      this.lock = SharedLock.create(arena, true);
      // It lives, and so is dead only when the table says so.
      long pid = ProcessHandle.current().parent().orElseThrow().pid();
      this.parent = OperatingSystem.current().status(pid).orElseThrow().identity();
    }

    @Override
    public List<Callable<?>> threads() {
      SharedLock theirs = new SharedLock(OwnArena.join(memory, parent), lock.block());
      heirs.set(0);
      had = false;
      int[] in = new int[1];
      List<Callable<?>> threads = new ArrayList<>();
      threads.add(() -> {
        mortal = Thread.currentThread();
        try {
          boolean _ = use(theirs, in);
        } catch (Killed e) {
          // As it would be found.
        }
        assertThat(arena.processes().ended(parent.pid(), -9)).isPresent();
        return "";
      });
      threads.add(() -> use(lock, in));
      threads.add(() -> use(lock, in));
      return threads;
    }

    private boolean use(SharedLock of, int[] in) throws InterruptedException {
      int from = of.acquire(NOW);
      if (from == SharedLock.NOT) {
        return false;
      }
      if (from > 0) {
        var _ = heirs.incrementAndGet();
      }
      assertThat(in[0]++).isZero();
      KillPoint.at("test.inside");
      assertThat(--in[0]).isZero();
      of.release();
      return true;
    }

    @Override
    public void passed(String here) {
      if (here.equals(instant) && Thread.currentThread().equals(mortal)) {
        had = !here.equals("lock.released");
        throw new Killed();
      }
    }

    @Override
    public void check() throws InterruptedException {
      int from = lock.acquire(NOW);
      assertThat(from).isNotNegative();
      assertThat(heirs.get() + (from > 0 ? 1 : 0)).isEqualTo(had ? 1 : 0);
      assertThat(lock.describe()).doesNotContain("acquired 2 times");
      lock.release();
      assertThat(lock.describe()).isEqualTo("free");
      arena.processes().recycle(arena.processes().dead());
    }
  }
}
