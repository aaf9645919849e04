package dev.braid.memory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.braid.os.Doorbell;
import dev.braid.os.OperatingSystem;
import dev.braid.os.ProcessIdentity;
import dev.braid.os.SharedBlock;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// What all processes of one experiment share: the memory, its output log, and the life of the
/// first process.
///
/// The first process creates it when it is first needed, and its memory is gone when the last
/// process is. Every other one joins it by its [Address], and ends when the first process does.
public final class Session {
  /// What a process needs to join the session.
  ///
  /// @param arena of the shared memory
  /// @param lifeline of the first process
  /// @param doorbell of the output log's consumer
  /// @param first the process that created the session
  public record Address(String arena, String lifeline, String doorbell, ProcessIdentity first) {}

  /// What Python calls the process that nobody started.
  private static final String FIRST = "MainProcess";

  @GuardedBy("Session.class")
  private static @Nullable Session current;

  private final Address address;
  private final ProcessTable processes;
  private final CellCounts cells;
  private final SharedArena arena;
  private final MemorySegment memory;
  private final OutputLog log;
  private final @Nullable OutputDrain drain;
  private final Closeable watch;

  private Session(
      Address address,
      SharedBlock block,
      Doorbell.Button bell,
      @Nullable Doorbell consumer,
      Closeable watch)
      throws IOException {
    this.address = address;
    this.watch = watch;
    this.memory = block.memory();
    SessionHeader.require(memory);
    this.processes = new ProcessTable(memory.asSlice(ArenaLayout.PROCESSES, ProcessTable.SIZE));
    this.cells = new CellCounts(memory.asSlice(ArenaLayout.CELLS, CellCounts.SIZE));
    this.arena = new SharedArena(memory, block.pages(), processes);
    this.log = new OutputLog(log(memory), bell);
    if (consumer == null) {
      this.drain = null;
    } else {
      arena.create();
      this.drain = OutputDrain.start(log, consumer);
    }
  }

  private static MemorySegment log(MemorySegment memory) {
    return memory.asSlice(ArenaLayout.LOG, ArenaLayout.LOG_SIZE);
  }

  /// The session of this process; a new one if it belongs to none yet.
  public static synchronized Session current() {
    Session session = current;
    if (session == null) {
      session = create();
      current = session;
    }
    return session;
  }

  private static Session create() {
    OperatingSystem os = OperatingSystem.current();
    try {
      SharedBlock block = os.share(ArenaLayout.BLOCKS + ArenaLayout.wantedBlocks());
      // What is touched without asking for it, such as the log, must not be what there is no memory
      // for.
      block.pages().reserve(0, ArenaLayout.reserved());
      Doorbell bell = os.doorbell();
      SessionHeader.create(block.memory());
      OutputLog.create(log(block.memory()));
      Address address =
          new Address(
              block.address(), os.lifeline().address(), bell.address(), ProcessIdentity.current());
      Session session = new Session(address, block, os.button(bell.address()), bell, () -> {});
      session.introduce(FIRST, 0, 0);
      session.audience(os.hasTerminal() ? Audience.TERMINAL : Audience.NOBODY);
      return session;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "can't create a session: %s; free memory, or room in the temporary directory"
              .formatted(e.getMessage()),
          e);
    }
  }

  /// Joins the session of another process; once, before anything else.
  ///
  /// @param onEnd runs when the session's first process has ended
  public static synchronized Session join(Address address, Runnable onEnd) throws IOException {
    if (current != null) {
      throw new IllegalStateException("this process belongs to a session already");
    }
    OperatingSystem os = OperatingSystem.current();
    Closeable watch = os.watch(address.lifeline(), onEnd);
    SharedBlock block = os.open(address.arena());
    Session session = new Session(address, block, os.button(address.doorbell()), null, watch);
    current = session;
    return session;
  }

  /// How another process joins.
  public Address address() {
    return address;
  }

  /// Stops watching the session's first process: this one is about to end anyway.
  public void leave() throws IOException {
    watch.close();
  }

  /// Who sees what the session shows.
  Audience audience() {
    return SessionHeader.audience(memory);
  }

  void audience(Audience audience) {
    SessionHeader.audience(memory, audience);
  }

  OutputLog log() {
    return log;
  }

  /// The consumer of the output log; only the session's first process has it.
  @Nullable OutputDrain drain() {
    return drain;
  }

  /// The memory of the session's shared objects.
  public SharedArena arena() {
    return arena;
  }

  /// Says how others are told of this process.
  ///
  /// @param parent pid of the process that started it; 0 if nobody of the session did
  /// @param cell that started it; 0 outside any
  public void introduce(String name, long parent, long cell) {
    processes.introduce(name, parent, cell);
  }

  /// All processes of the session that are still known, be it that they have ended.
  public List<SessionProcess> processes() {
    return processes.known();
  }

  /// Says what the notebook calls a cell, the n of `In [n]`; only in the session's first process.
  public void count(long cell, int n) {
    cells.put(cell, n);
  }

  /// What the notebook calls a cell, the n of `In [n]`; 0 if it is none of a notebook, or of long
  /// ago.
  public int count(long cell) {
    return cells.get(cell);
  }

  /// The number of this process in the session.
  public int self() {
    return processes.self();
  }

  /// What is known of a process of this session; empty once it is forgotten.
  public Optional<SessionProcess> process(int number) {
    return processes.process(number);
  }

  /// Repairs what a process of this session that has ended may have left, and lets those know that
  /// wait for it.
  ///
  /// @param exitCode as Python counts it
  /// @param journey of what was sent with its task
  public void processEnded(long pid, int exitCode, Journey journey) {
    log.producerDied(pid);
    OptionalInt ended = processes.ended(pid, exitCode);
    arena.receiverEnded(journey, () -> ended.orElseGet(() -> processes.bury(pid, exitCode)));
    new SegmentDirectory(address.first()).processEnded(pid);
  }
}
