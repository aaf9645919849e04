package dev.braid;

import dev.braid.code.CodeBase;
import dev.braid.code.NotCopyableException;
import dev.braid.code.Parcel;
import dev.braid.memory.ArenaFullException;
import dev.braid.os.Ended;
import dev.braid.os.StartException;
import dev.braid.spawn.ChildJvm;
import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A process of the operating system that runs a target, or the `run` of a subclass; Python's
/// `multiprocessing.Process`.
///
/// [#start] copies the target, its arguments, and every variable that its code can reach, to a new
/// JVM with a pid of its own. What the child changes stays in the child. Its prints appear here,
/// whole lines in causal order.
///
/// A child that has ended stays a zombie until it is joined, asked, or another is started. Nobody
/// needs to close a process; all of them end with the first process of the session. Safe for use by
/// many threads.
@SuppressWarnings("AvoidCommonTypeNames") // Python's word for it, which hides java.lang.Process
public class Process implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int SIGTERM = 15;
  private static final int SIGKILL = 9;

  private final Identity identity;
  private final long creator;
  private volatile String name;
  private volatile boolean daemon;
  private volatile byte[] authKey;

  /// Dropped once it is on its way, so that it can be collected.
  private volatile @Nullable Task target;

  /// Of a process that isn't a child of this one; 0 before the start.
  private volatile long pid;

  /// Of a child, or the parent, of this process.
  private transient volatile @Nullable Handle handle;

  private transient volatile boolean closed;

  /// A process without a target: for subclasses, which override [#run].
  protected Process() {
    this(Lineage.current(), null);
  }

  /// A process that will run `target`.
  public Process(Task target) {
    this(Lineage.current(), target);
  }

  /// A process that will run `target` with an argument.
  public <A> Process(Task1<A> target, A a) {
    this(Lineage.current(), new BoundTask.Of1<>(target, a));
  }

  /// A process that will run `target` with two arguments.
  public <A, B> Process(Task2<A, B> target, A a, B b) {
    this(Lineage.current(), new BoundTask.Of2<>(target, a, b));
  }

  /// A process that will run `target` with three arguments.
  public <A, B, C> Process(Task3<A, B, C> target, A a, B b, C c) {
    this(Lineage.current(), new BoundTask.Of3<>(target, a, b, c));
  }

  /// A process that will run `target` with four arguments.
  public <A, B, C, D> Process(Task4<A, B, C, D> target, A a, B b, C c, D d) {
    this(Lineage.current(), new BoundTask.Of4<>(target, a, b, c, d));
  }

  private Process(Process parent, @Nullable Task target) {
    this.identity = Identity.next(parent.identity);
    this.creator = Multiprocessing.getpid();
    String kind = getClass().getSimpleName();
    this.name = (kind.isEmpty() ? "Process" : kind) + "-" + identity.path();
    this.daemon = parent.daemon;
    this.authKey = parent.authKey;
    this.target = target;
  }

  /// This process, if no other one started it.
  Process(String name, byte[] authKey) {
    this.identity = Identity.MAIN;
    this.creator = 0;
    this.name = name;
    this.authKey = authKey;
    this.pid = Multiprocessing.getpid();
  }

  /// A process that can only be watched.
  Process(String name, long pid, CompletableFuture<Void> gone) {
    this.identity = Identity.MAIN;
    this.creator = 0;
    this.name = name;
    this.authKey = new byte[0];
    this.pid = pid;
    this.handle = Handle.onParent(gone);
  }

  /// This is the child's own copy, in the process that runs it.
  void isHere() {
    pid = Multiprocessing.getpid();
  }

  boolean endsWithParent() {
    return daemon;
  }

  CompletableFuture<Ended> whenEnded() {
    return watched("wait for").ended();
  }

  @Nullable Task target() {
    return target;
  }

  /// The process that calls this; `MainProcess` if no other one started it.
  public static Process current() {
    return Lineage.current();
  }

  /// What the child runs: the target. A subclass overrides it. Called directly, it runs here, in
  /// the caller's process.
  public void run() throws Exception {
    Task task = target;
    if (task != null) {
      task.run();
    }
  }

  /// Starts the child; returns as soon as the operating system has made it.
  ///
  /// @throws IllegalStateException if it was started before, or the caller is a daemon or not the
  ///   creator
  /// @throws CopyException if the target reaches something that can't be copied
  /// @throws StartFailedException if the operating system refuses
  public synchronized void start() {
    requireOpen();
    if (handle != null || isThis()) {
      throw new IllegalStateException(
          "cannot start a process twice: %s has been started; make a new Process".formatted(name));
    }
    if (creator != Multiprocessing.getpid()) {
      throw new IllegalStateException(
          "%s was created by process %d; only its creator can start it".formatted(name, creator));
    }
    if (current().daemon) {
      throw new IllegalStateException("daemonic processes are not allowed to have children");
    }
    var _ = Lineage.active();
    try {
      Parcel parcel =
          Parcel.pack(
              "target",
              new Life(this, current().name, Multiprocessing.getpid()),
              CodeBase.current());
      ChildJvm child = ChildJvm.run(parcel, endsWithParent());
      handle = Handle.onChild(child);
      pid = child.pid();
    } catch (NotCopyableException e) {
      throw new CopyException(e);
    } catch (ArenaFullException e) {
      throw new SharedMemoryFullException(e);
    } catch (StartException e) {
      throw new StartFailedException("%s: %s".formatted(name, e.getMessage()), e);
    }
    target = null;
    Lineage.born(this);
  }

  /// Waits for the end, and for every line that the child printed.
  ///
  /// @throws IllegalStateException if it wasn't started, or isn't a child of the caller
  /// @throws InterruptedWaitException if the thread is interrupted meanwhile
  public void join() {
    boolean _ = join(Duration.ofNanos(Long.MAX_VALUE));
  }

  /// Waits for the end, and for every line that the child printed, but no longer than `limit`.
  ///
  /// @param limit zero or less does not wait
  /// @return true if it has ended
  public boolean join(Duration limit) {
    if (!watched("join").await(name, limit)) {
      return false;
    }
    Lineage.gone(this);
    return true;
  }

  /// Ends it by SIGTERM: no `finally` and no shutdown hook of the child runs, and its children are
  /// left alone.
  public void terminate() {
    signal(SIGTERM);
  }

  /// Ends it by SIGKILL.
  public void kill() {
    signal(SIGKILL);
  }

  /// Interrupts the child's main thread; if nothing there catches it, the exit code is 1.
  public void interrupt() {
    child("interrupt").interrupt();
  }

  /// Sends it a signal by its number; nothing happens once it has ended.
  ///
  /// A child handles none, for its JVM leaves them to the system (`-Xrs`): there
  /// `sun.misc.Signal.handle` throws for INT, TERM and HUP, and another signal's handler never
  /// runs.
  public void signal(int number) {
    if (number < 1 || number > 64) {
      throw new IllegalArgumentException(
          "signal %d doesn't exist; use 1 to 64, such as 15 for SIGTERM".formatted(number));
    }
    child("signal").signal(number);
  }

  /// True between the start and the end. Asking reaps a child that has ended.
  public boolean isAlive() {
    requireOpen();
    if (isThis()) {
      return true;
    }
    if (handle == null && pid != 0) {
      throw Handle.missing("test", name, pid);
    }
    return isRunning();
  }

  /// As [#isAlive], of a child that may be closed meanwhile.
  boolean isRunning() {
    Handle known = handle;
    if (known == null || !known.hasEnded()) {
      return known != null;
    }
    known.reap();
    Lineage.gone(this);
    return false;
  }

  /// How it ended: 0 normally, 1 by an uncaught exception, n by `System.exit(n)` (n & 255), -n by
  /// signal n.
  ///
  /// @return null before the end
  public @Nullable Integer exitCode() {
    requireOpen();
    if (isRunning()) {
      return null;
    }
    Handle known = handle;
    return known == null ? null : known.exitCode();
  }

  /// Its number in the process table of the operating system.
  ///
  /// @throws IllegalStateException before the start
  public long pid() {
    requireOpen();
    if (pid == 0) {
      throw new IllegalStateException("%s has no pid before start()".formatted(name));
    }
    return pid;
  }

  /// Its name: `Process-1`, `Process-1:2` for a child's child, a subclass's name with its number,
  /// or what was set.
  public String name() {
    return name;
  }

  /// Gives it a name, at any time; it is for people alone.
  public Process name(String newName) {
    if (newName.isBlank()) {
      throw new IllegalArgumentException("the name is blank; give the process a name");
    }
    name = newName;
    return this;
  }

  /// True if it is terminated when its parent ends. Inherited from the process that created it.
  public boolean isDaemon() {
    return daemon;
  }

  /// Makes it a daemon, or not. A daemon is terminated when its parent ends, and may not have
  /// children.
  ///
  /// @throws IllegalStateException after the start
  public Process daemon(boolean isDaemon) {
    requireOpen();
    if (pid != 0) {
      throw new IllegalStateException(
          "process has already started; set daemon before %s.start()".formatted(name));
    }
    daemon = isDaemon;
    return this;
  }

  /// The key by which processes prove to each other that they belong together: 32 random bytes,
  /// inherited.
  public byte[] authKey() {
    requireOpen();
    return authKey.clone();
  }

  /// Sets the key; children that are created later inherit it.
  public Process authKey(byte[] key) {
    authKey = key.clone();
    return this;
  }

  /// Ready when it has ended.
  ///
  /// @throws IllegalStateException before the start
  public Sentinel sentinel() {
    return new Sentinel(this, whenEnded());
  }

  /// What the child threw, with the child's stack trace; empty before the end, and if it threw
  /// nothing.
  ///
  /// A [ChildException] stands for what can't be copied, a [StartFailedException] for a child that
  /// never ran.
  public Optional<Throwable> exception() {
    requireOpen();
    Handle known = handle;
    return known == null ? Optional.empty() : known.exception(name);
  }

  /// Releases it: takes an ended child out of the process table. Later calls fail; closing again
  /// does nothing.
  ///
  /// @throws IllegalStateException while it runs
  public synchronized void close() {
    if (closed || isThis()) {
      return;
    }
    if (isRunning()) {
      throw new IllegalStateException(
          "cannot close %s while it is still running; join() or terminate() it first"
              .formatted(name));
    }
    closed = true;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("<Process name='").append(name).append("'");
    if (pid != 0) {
      text.append(" pid=").append(pid);
    }
    text.append(creator == 0 ? "" : " parent=" + creator).append(' ').append(state());
    return text.append(daemon ? " daemon>" : ">").toString();
  }

  private String state() {
    Handle known = handle;
    if (closed || isThis()) {
      return closed ? "closed" : "started";
    } else if (known == null) {
      return pid == 0 ? "initial" : "unknown";
    }
    return known.hasEnded() ? "stopped exitcode=" + known.exitCode() : "started";
  }

  @SuppressWarnings("ReferenceEquality") // a process is no other one of the same name
  private boolean isThis() {
    return this == current();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("process object is closed: " + name);
    }
  }

  private Handle watched(String verb) {
    requireOpen();
    Handle known = handle;
    if (known == null) {
      throw Handle.missing(verb, name, pid);
    }
    return known;
  }

  private ChildJvm child(String verb) {
    return watched(verb).jvm().orElseThrow(() -> Handle.missing(verb, name, pid));
  }
}
