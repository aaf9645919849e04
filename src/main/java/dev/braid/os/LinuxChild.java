package dev.braid.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.braid.os.Syscalls.Call;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Queue;

/// A child on Linux: a pid, a pidfd that tells of its end, a socket to it, and two pipes from it.
final class LinuxChild implements Child {
  private static final int BY_PID = 1; // P_PID
  private static final int ENDED = 4; // WEXITED
  private static final int AT_ONCE = 1; // WNOHANG
  private static final int LEAVE_IT = 0x01000000; // WNOWAIT
  private static final int CLOEXEC = 0x80000; // O_CLOEXEC, SOCK_CLOEXEC
  private static final int UNIX = 1; // AF_UNIX
  private static final int STREAM = 1; // SOCK_STREAM
  private static final int SIGINFO_SIZE = 128;
  private static final int MOST_READS = 16; // 1 MiB

  private final Reactor reactor;
  private final ChildWatcher watcher;
  private final long pid;
  private final Descriptor socket;
  private final Descriptor out;
  private final Descriptor err;
  private final Queue<byte[]> pending = new ArrayDeque<>();
  private int written;

  /// Once reaped, the pid may belong to a stranger.
  @GuardedBy("this")
  private State state = State.RUNNING;

  private enum State {
    RUNNING,
    ENDED,
    REAPED
  }

  private LinuxChild(
      Reactor reactor, ChildWatcher watcher, long pid, int socket, int out, int err) {
    this.reactor = reactor;
    this.watcher = watcher;
    this.pid = pid;
    this.socket = new Descriptor(socket);
    this.out = new Descriptor(out);
    this.err = new Descriptor(err);
  }

  /// Starts a program; on the reactor's thread.
  static LinuxChild start(Reactor reactor, PosixSpawn spawn, Command command, ChildWatcher watcher)
      throws StartException {
    int[] fds = {-1, -1, -1, -1, -1, -1};
    boolean started = false;
    try {
      put(fds, 0, Syscalls.pair("socketpair", Call.SOCKETPAIR, UNIX, STREAM | CLOEXEC, 0));
      put(fds, 2, Syscalls.pair("pipe", Call.PIPE2, CLOEXEC, 0, 0));
      put(fds, 4, Syscalls.pair("pipe", Call.PIPE2, CLOEXEC, 0, 0));
      long pid = spawn.start(command, fds[1], fds[3], fds[5]);
      started = true;
      LinuxChild child = new LinuxChild(reactor, watcher, pid, fds[0], fds[2], fds[4]);
      child.watch();
      return child;
    } finally {
      // The child has its own copies of the odd ones; without a child, nobody needs any.
      for (int i = 0; i < fds.length; i++) {
        if (fds[i] >= 0 && (i % 2 == 1 || !started)) {
          Syscalls.close(fds[i]);
        }
      }
    }
  }

  private static void put(int[] fds, int at, int[] two) {
    System.arraycopy(two, 0, fds, at, 2);
  }

  private void watch() throws StartException {
    try {
      int pidfd = (int) Syscalls.require("pidfd_open", Call.PIDFD_OPEN, pid, 0, 0, 0);
      reactor.add(new Pipe(out, false));
      reactor.add(new Pipe(err, true));
      reactor.add(new Socket());
      reactor.add(new End(new Descriptor(pidfd)));
    } catch (StartException e) {
      // Nobody will ever hear of this child: it must be neither running nor a zombie.
      signal(9);
      var _ = status(ENDED);
      out.close();
      err.close();
      socket.close();
      throw e;
    }
  }

  @Override
  public long pid() {
    return pid;
  }

  @Override
  public void send(byte[] bytes) {
    reactor.execute(() -> {
      pending.add(bytes);
      flush();
    });
  }

  private void flush() {
    while (socket.isOpen() && !pending.isEmpty()) {
      byte[] first = pending.element();
      int count = socket.write(first, written);
      written += count;
      if (written < first.length) {
        if (count == 0) {
          return;
        }
      } else {
        pending.remove();
        written = 0;
      }
    }
  }

  @Override
  public synchronized void signal(int number) {
    if (state == State.RUNNING) {
      var _ = Syscalls.call(Call.KILL, pid, number, 0);
    }
  }

  @Override
  public synchronized void reap() {
    if (state == State.ENDED) {
      var _ = status(AT_ONCE | ENDED);
      state = State.REAPED;
    }
  }

  private Ended status(int options) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(SIGINFO_SIZE, 8);
      var _ = Syscalls.call(Call.WAITID, BY_PID, pid, info.address(), options, 0);
      // siginfo_t of SIGCHLD: si_code at 8 (1 is CLD_EXITED), si_status at 24.
      int status = info.get(JAVA_INT, 24);
      return info.get(JAVA_INT, 8) == 1 ? new Ended.Exited(status) : new Ended.Killed(status);
    }
  }

  /// The pidfd is readable once the child has ended; until it is reaped its pid stays ours.
  private final class End implements Reactor.Source {
    private final Descriptor pidfd;

    End(Descriptor pidfd) {
      this.pidfd = pidfd;
    }

    @Override
    public Descriptor descriptor() {
      return pidfd;
    }

    @Override
    public void ready() {
      pidfd.close();
      drain(new Pipe(out, false));
      drain(new Pipe(err, true));
      drain(new Socket());
      socket.close();
      pending.clear();
      Ended how = status(ENDED | AT_ONCE | LEAVE_IT);
      synchronized (LinuxChild.this) {
        state = State.ENDED;
      }
      watcher.ended(pid, how);
    }

    /// What the child left in a descriptor is no more than its buffer; a grandchild that writes to
    /// it without end must not hold us up.
    private void drain(Stream source) {
      for (int i = 0; i < MOST_READS && source.transfer(); i++) {
        // A pipe holds 64 KiB, a socket 208.
      }
    }
  }

  /// A descriptor that bytes come from.
  private sealed interface Stream extends Reactor.Source {
    /// Hands over one read; false if there was nothing.
    boolean transfer();

    @Override
    default void ready() {
      transfer();
    }
  }

  /// Descriptor 1 or 2 of the child. A grandchild may hold it open after the child's end, so it is
  /// polled until its own.
  private final class Pipe implements Stream {
    private final Descriptor from;
    private final boolean error;

    Pipe(Descriptor from, boolean error) {
      this.from = from;
      this.error = error;
    }

    @Override
    public Descriptor descriptor() {
      return from;
    }

    @Override
    public boolean transfer() {
      byte[] bytes = from.read();
      if (bytes.length > 0) {
        watcher.printed(pid, error, bytes);
      }
      return bytes.length > 0;
    }
  }

  /// The child's descriptor 0, both ways.
  private final class Socket implements Stream {
    @Override
    public Descriptor descriptor() {
      return socket;
    }

    @Override
    public boolean hasPending() {
      return !pending.isEmpty();
    }

    @Override
    public void ready() {
      flush();
      transfer();
    }

    @Override
    public boolean transfer() {
      byte[] bytes = socket.read();
      if (bytes.length > 0) {
        watcher.reported(bytes);
      }
      return bytes.length > 0;
    }
  }
}
