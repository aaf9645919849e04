package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/// Tells those who wait for many things at once that one of them may have come.
///
/// Whoever has made something ready rings. Whoever waits notes how often it has rung, looks at all
/// that he waits for, and then sleeps until it rings once more. Nobody holds anything meanwhile:
/// who dies or is stopped before he rings delays the others by a slice, after which they look
/// again, and blocks nobody.
///
/// A ring wakes all that sleep, for each may wait for something else. [BellLayout] describes the
/// layout.
///
/// Kill point: `bell.rung` (counted, nobody woken).
public final class Bell {
  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final long RINGS = BellLayout.offset("rings");
  private static final long WAITING = BellLayout.offset("waiting");

  private final Block block;
  private final MemorySegment memory;
  private final Spin spin = Spin.brief();

  /// A new one, which hasn't rung.
  ///
  /// @throws ArenaFullException if there is no memory for it
  public static Bell create(SharedArena arena) {
    return new Bell(arena.allocate(BlockKind.OBJECT, BellLayout.LAYOUT.byteSize()));
  }

  /// One that there is.
  public Bell(Block block) {
    this.block = block;
    this.memory = block.memory();
  }

  /// Its block, by which others attach to it.
  public Block block() {
    return block;
  }

  /// How often it has rung; to be asked before the look at what is waited for.
  public int rings() {
    // Volatile: pairs with ring(); what a ringer made ready is seen by who sees his ring.
    return (int) INT.getVolatile(memory, RINGS);
  }

  /// Rings; to be called when what others wait for is there.
  ///
  /// @return how many sleepers it woke
  public int ring() {
    // Volatile: pairs with rings(); what was made ready comes before it, and it comes before our
    // load of the flag.
    var _ = (int) INT.getAndAdd(memory, RINGS, 1);
    KillPoint.at("bell.rung");
    return (int) INT.getVolatile(memory, WAITING) == 1 && INT.compareAndSet(memory, WAITING, 1, 0)
        ? Waits.wake(memory, RINGS, Integer.MAX_VALUE)
        : 0;
  }

  /// Sleeps while it hasn't rung since it had rung so often, for a slice at most.
  public void await(int seen, Deadline deadline) throws InterruptedException {
    if (spin.until(() -> rings() != seen)) {
      return;
    }
    // Volatile: pairs with ring(). Its add and its load of the flag are in one order with this
    // store and the load after it: either we see the ring here, or it sees the flag and wakes us.
    // If we aren't asleep yet when it does, the word that we would sleep on has changed before. Who
    // takes the flag wakes all, so that it speaks for nobody any more; each sets it for himself.
    INT.setVolatile(memory, WAITING, 1);
    if (rings() == seen) {
      Waits.slice(memory, RINGS, seen, deadline);
    }
  }
}
