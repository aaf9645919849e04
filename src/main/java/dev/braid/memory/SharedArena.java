package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.braid.os.SharedBlock.Pages;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/// The memory that all shared objects of a session are in.
///
/// An object is a [Block]. It stays as long as a process holds it, or something that stays refers
/// to it: another block, or a message on its way. What nobody holds is found by a [Collector],
/// which runs when much may be found, before memory runs short, and when a process has ended. So an
/// object needs neither owner nor farewell, and a killed process leaves nothing behind.
///
/// One lock guards the heap and every movement of a reference. Order of locks: a channel's, then
/// the arena's, then those of [Holds]; under that of a [TaskCount], which comes after a channel's,
/// no other one is taken.
public final class SharedArena {
  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final VarHandle LONG = JAVA_LONG.varHandle();
  private static final long LOCK = HeapHeader.offset("lock");
  private static final long SUSPECTS = HeapHeader.offset("suspects");
  private static final long SUSPECT_BYTES = HeapHeader.offset("suspectBytes");
  private static final int MANY_SUSPECTS = 256;
  private static final long MANY_BYTES = 32L << 20;

  private final MemorySegment header;
  private final MemorySegment blocks;
  private final BlockHeader block;
  private final ProcessTable processes;
  private final Heap heap;
  private final FutexLock lock;
  private final SlotBits holders;
  private final SlotBits users;
  private final Holds holds;
  private final Views views = new Views();
  private final Holds uses;
  private final Collector collector;

  SharedArena(MemorySegment memory, Pages pages, ProcessTable processes) {
    this.header = memory.asSlice(ArenaLayout.HEAP, ArenaLayout.HEAP_SIZE);
    this.blocks = memory.asSlice(ArenaLayout.BLOCKS);
    this.block = new BlockHeader(blocks);
    this.processes = processes;
    MemorySegment map = memory.asSlice(ArenaLayout.PAGES, ReservedPages.mapSize(blocks.byteSize()));
    this.heap = new Heap(header, map, blocks, pages, ArenaLayout.BLOCKS);
    this.lock = new FutexLock(header, LOCK, processes);
    int slot = ProcessTable.slot(processes.self());
    this.holders = new SlotBits(blocks, BlockHeader.HOLDERS);
    this.users = new SlotBits(blocks, BlockHeader.SIZE + EndpointLayout.offset("users"));
    this.holds = new Holds(holders, slot);
    this.uses = new Holds(users, slot);
    this.collector = new Collector(header, blocks, heap, processes);
  }

  /// Lays out zeroed memory.
  void create() throws IOException {
    heap.create();
  }

  /// A new object with zeroed content, held by this process.
  ///
  /// @param kept blocks that it keeps as long as it stays, four at most
  /// @throws ArenaFullException if there is no memory for it
  public Block allocate(BlockKind kind, long size, Held... kept) {
    return view(Garbage.making(this, () -> locked(() -> allocateLocked(kind, size, kept))));
  }

  private long allocateLocked(BlockKind kind, long size, Held... kept) {
    long given = give(kind, size, true);
    for (int i = 0; i < kept.length; i++) {
      block.ref(given, i, kept[i].block());
    }
    holds.add(given);
    return given;
  }

  /// What this process holds.
  Holds holds() {
    return holds;
  }

  /// The views of blocks that this process has.
  Views views() {
    return views;
  }

  /// This process's view of an object that somebody else made; it holds it from now on.
  ///
  /// @throws GoneException if nobody has held it meanwhile
  public Block attach(Held held) {
    lockedRun(() -> {
      requireLive(held);
      holds.add(held.block());
    });
    return view(held.block());
  }

  private void requireLive(Held held) {
    if (!isThere(held)) {
      throw new GoneException(held);
    }
  }

  /// True if somebody still has the object, or nobody has looked since the last one let it go.
  public boolean isLive(Held held) {
    return locked(() -> isThere(held));
  }

  private boolean isThere(Held held) {
    long at = held.block();
    return at > 0
        && heap.isBlock(at)
        && block.life(at) == held.life()
        && block.kind(at) != BlockKind.FREE;
  }

  /// Keeps an object, and an end of a pipe open, until the use is closed: for messages on their way
  /// and open connections.
  public Use use(Held held) {
    long at = held.block();
    return locked(() -> {
      requireLive(held);
      return useLocked(at);
    });
  }

  Use useLocked(long at) {
    boolean endpoint = block.kind(at) == BlockKind.ENDPOINT;
    BlockName name = new BlockName(at, block.life(at));
    holds.add(at);
    if (endpoint) {
      blocks.set(JAVA_INT, at + BlockHeader.SIZE + EndpointLayout.offset("opened"), 1);
      uses.add(at);
    }
    return new Use(() -> {
      boolean last = endpoint && uses.remove(at);
      letGo(at);
      if (last) {
        soon(() -> {
          if (isThere(name)) {
            collector.lastUseEnded(at);
          }
        });
      }
    });
  }

  private Block view(long at) {
    long address = blocks.address() + at + BlockHeader.SIZE;
    return new Block(at, block.life(at), views.of(address, block.size(at), () -> letGo(at)));
  }

  private void letGo(long at) {
    long bytes = block.size(at);
    if (holds.remove(at)) {
      var _ = (int) INT.getAndAdd(header, SUSPECTS, 1);
      var _ = (long) LONG.getAndAdd(header, SUSPECT_BYTES, bytes);
    }
  }

  /// A block that another one keeps; this process holds it from now on.
  ///
  /// @return empty if it keeps none in that place
  public Optional<Block> kept(Block by, int index) {
    long kept =
        locked(() -> {
          long found = block.ref(by.block(), index);
          if (found != 0) {
            holds.add(found);
          }
          return found;
        });
    return kept == 0 ? Optional.empty() : Optional.of(view(kept));
  }

  /// Makes two new blocks keep each other, in that place.
  public void pair(Block one, Block other, int index) {
    lockedRun(() -> {
      block.ref(one.block(), index, other.block());
      block.ref(other.block(), index, one.block());
    });
  }

  /// Keeps objects while a message that is not in the arena brings them to another process, until
  /// [#arrived], or this process's end.
  public Journey journey(List<Held> held) {
    if (held.isEmpty()) {
      return Journey.NONE;
    }
    long envelope = Envelope.make(this, new Names(held));
    return new Journey(envelope, block.life(envelope));
  }

  private record Names(List<Held> held) implements Message {
    @Override
    public long length() {
      return 0;
    }

    @Override
    public void writeTo(MemorySegment target, long offset) {}
  }

  /// The receiver has the objects, or never will; to say so twice is fine.
  public void arrived(Journey journey) {
    lockedRun(() -> end(journey));
  }

  private void end(Journey journey) {
    if (isThere(journey)) {
      heap.free(journey.block());
    }
  }

  /// Frees what a process that has ended left, soon; if it died before it had the objects that were
  /// on their way to it, whoever is left alone with one has lost that process.
  ///
  /// It doesn't wait for one who has the lock, for he may be stopped.
  ///
  /// @param number of the process
  void receiverEnded(Journey journey, IntSupplier number) {
    soon(() -> {
      if (isThere(journey)) {
        int receiver = number.getAsInt();
        Envelope.forEachName(blocks, journey.block(), named -> lost(named, receiver));
        heap.free(journey.block());
      }
      collector.collect();
    });
  }

  private void lost(long at, int receiver) {
    block.lost(at, receiver);
    if (block.kind(at) == BlockKind.ENDPOINT) {
      Endpoint.lost(blocks, at, receiver);
      return;
    }
    for (int i = 0; i < BlockHeader.REFS; i++) {
      if (block.ref(at, i) != 0) {
        block.lost(block.ref(at, i), receiver);
      }
    }
  }

  /// The process that died last while it held the object, if now this process alone is left with
  /// it, and no message brings it to another one; empty otherwise.
  public Optional<SessionProcess> lostHolder(Held held) {
    int lost = block.lost(held.block());
    return lost != 0 && isHereAlone(held, holders) ? processes.process(lost) : Optional.empty();
  }

  /// True if this process has that end of a pipe open, no other one has, and no message brings it
  /// to one.
  boolean isOpenHereAlone(Held endpoint) {
    return isHereAlone(endpoint, users);
  }

  private boolean isHereAlone(Held held, SlotBits set) {
    long at = held.block();
    int slot = ProcessTable.slot(processes.self());
    return locked(() -> set.has(at, slot) && !set.hasOther(at, slot) && !collector.isInMessage(at));
  }

  /// A block that nobody holds yet; only under the lock.
  long give(BlockKind kind, long size, boolean zeroed) {
    if ((int) INT.getVolatile(header, SUSPECTS) > MANY_SUSPECTS
        || (long) LONG.getVolatile(header, SUSPECT_BYTES) > MANY_BYTES) {
      collector.collect();
    }
    try {
      return heap.allocate(kind, size, zeroed);
    } catch (ArenaFullException e) {
      processes.verify();
      collector.collect();
      return heap.allocate(kind, size, zeroed);
    }
  }

  /// Holds a block that this process has no view of and that one place of it knows; only under the
  /// lock.
  void holdLocked(long at) {
    holders.set(at, ProcessTable.slot(processes.self()));
  }

  /// The opposite; only under the lock.
  void releaseLocked(long at) {
    holders.clear(at, ProcessTable.slot(processes.self()));
  }

  long usedLocked() {
    return heap.used();
  }

  /// Takes a block back that only this process knows; only under the lock.
  void takeBack(long at) {
    heap.free(at);
  }

  /// Frees what nobody can reach.
  public void collect() {
    lockedRun(collector::collect);
  }

  private void soon(Runnable work) {
    if (lock.tryAcquire()) {
      try {
        work.run();
      } finally {
        lock.release();
      }
    } else {
      Thread.ofPlatform().daemon().name("braid-collector").start(() -> lockedRun(work));
    }
  }

  /// Bytes that are in use.
  public long used() {
    return locked(heap::used);
  }

  /// How many blocks are in use.
  public long count() {
    return locked(heap::count);
  }

  /// Does something under the arena's lock; no other lock of shared memory is taken meanwhile.
  <T> T locked(Supplier<T> work) {
    lock();
    try {
      return work.get();
    } finally {
      lock.release();
    }
  }

  /// Does something under the arena's lock; no other lock of shared memory is taken meanwhile.
  void lockedRun(Runnable work) {
    lock();
    try {
      work.run();
    } finally {
      lock.release();
    }
  }

  private void lock() {
    if (lock.acquire()) {
      heap.repair();
    }
    KillPoint.at("arena.locked");
  }

  /// All blocks, for those that lay them out.
  MemorySegment blocks() {
    return blocks;
  }

  /// The head of the heap.
  MemorySegment header() {
    return header;
  }

  BlockHeader block() {
    return block;
  }

  ProcessTable processes() {
    return processes;
  }

  /// The session's arena.
  public static SharedArena current() {
    return Session.current().arena();
  }
}
