package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// One end of a pipe, in this process.
///
/// An end is open while a process has it open or a message brings it to one; when no more, the
/// other end is told. [EndpointLayout] describes its block, which keeps its channels and, in its
/// third place, the other end.
public final class Endpoint {
  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final long GUEST = EndpointLayout.offset("guest");
  private static final long CLOSED = EndpointLayout.offset("closed");
  private static final long MAKER = EndpointLayout.offset("maker");
  private static final long NAMED = EndpointLayout.offset("named");

  /// The lives of those that this process has sent or received with.
  private static final Set<Long> USED_HERE = ConcurrentHashMap.newKeySet();

  private final SharedArena arena;
  private final Block block;
  private final Block other;
  private final Optional<Channel> in;
  private final Optional<Channel> out;

  private Endpoint(SharedArena arena, Block block) {
    this.arena = arena;
    this.block = block;
    this.other = arena.kept(block, EndpointLayout.OTHER).orElseThrow();
    this.in = arena.kept(block, EndpointLayout.IN).map(kept -> new Channel(arena, kept));
    this.out = arena.kept(block, EndpointLayout.OUT).map(kept -> new Channel(arena, kept));
  }

  /// The two ends of a new pipe.
  ///
  /// @param duplex false for one whose first end receives and whose second end sends
  /// @param byteLimit of what a direction has room for
  public static List<Endpoint> pair(SharedArena arena, boolean duplex, long byteLimit) {
    Channel forth = Channel.create(arena, 0, byteLimit);
    Held back = duplex ? Channel.create(arena, 0, byteLimit).block() : Nothing.HELD;
    Block first = make(arena, forth.block(), back);
    Block second = make(arena, back, forth.block());
    arena.pair(first, second, EndpointLayout.OTHER);
    return List.of(new Endpoint(arena, first), new Endpoint(arena, second));
  }

  /// In place of a channel that there isn't.
  private enum Nothing implements Held {
    HELD;

    @Override
    public long block() {
      return 0;
    }

    @Override
    public long life() {
      return 0;
    }
  }

  private static Block make(SharedArena arena, Held in, Held out) {
    Block made = arena.allocate(BlockKind.ENDPOINT, EndpointLayout.LAYOUT.byteSize(), in, out);
    made.memory().set(JAVA_INT, MAKER, arena.processes().self());
    return made;
  }

  /// An end that another process has sent.
  public static Endpoint attach(SharedArena arena, Held held) {
    Block block = arena.attach(held);
    MemorySegment memory = block.memory();
    int self = arena.processes().self();
    if (memory.get(JAVA_INT, MAKER) != self) {
      INT.setVolatile(memory, GUEST, self);
    }
    return new Endpoint(arena, block);
  }

  /// Remembers who was to have that end last, and died before he had it.
  static void lost(MemorySegment blocks, long endpoint, int number) {
    INT.setVolatile(blocks, endpoint + BlockHeader.SIZE + GUEST, number);
  }

  /// Says that a message is about to name that block, if it is an end; its sender holds it.
  static void named(SharedArena arena, Held held) {
    if (arena.block().kind(held.block()) == BlockKind.ENDPOINT) {
      // Volatile: pairs with Collector.lastUseEnded(); the name comes after it.
      INT.setVolatile(arena.blocks(), held.block() + BlockHeader.SIZE + NAMED, 1);
    }
  }

  /// Opens it, until the use is closed.
  public Use open() {
    return arena.use(block);
  }

  /// Its block, by which others attach to it.
  public Block block() {
    return block;
  }

  /// What it receives from; empty if it only sends.
  public Optional<Channel> in() {
    return in;
  }

  /// What it sends to; empty if it only receives.
  public Optional<Channel> out() {
    return out;
  }

  /// Remembers that this process sends or receives with it.
  public void used() {
    boolean _ = USED_HERE.add(block.life());
  }

  /// The process that had the other end open last, if now nobody but this process has it, which
  /// doesn't use it: it has only never closed its copy.
  public Optional<SessionProcess> lostPartner() {
    Optional<SessionProcess> partner = partner();
    boolean lost =
        partner.isPresent()
            && !USED_HERE.contains(other.life())
            && (int) INT.getVolatile(other.memory(), CLOSED) == 0
            && arena.isOpenHereAlone(other);
    return lost ? partner : Optional.empty();
  }

  /// The process other than this one that attached to the other end last, or made it; as far as it
  /// is known.
  public Optional<SessionProcess> partner() {
    int self = arena.processes().self();
    int guest = (int) INT.getVolatile(other.memory(), GUEST);
    int number = guest == 0 || guest == self ? other.memory().get(JAVA_INT, MAKER) : guest;
    return number == self ? Optional.empty() : arena.processes().process(number);
  }
}
