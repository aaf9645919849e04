package dev.braid.os;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.braid.os.Syscalls.Call;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Linux by its own system calls.
///
/// What descendants share with this process (memory, lifeline, doorbell) they open through
/// `/proc/<pid>/fd/<n>`: it needs no name in the file system, so nothing can be left behind.
public final class Linux implements OperatingSystem {
  private static final int CLOSE_ON_EXEC = 0x80000; // O_CLOEXEC
  private static final int MEMFD_CLOSE_ON_EXEC = 1; // MFD_CLOEXEC
  private static final int READ_WRITE = 2; // O_RDWR
  private static final int HERE = -100; // AT_FDCWD
  private static final int KEEP_SIZE = 1; // FALLOC_FL_KEEP_SIZE
  private static final int PUNCH_HOLE = 2; // FALLOC_FL_PUNCH_HOLE
  private static final int WAIT = 0; // FUTEX_WAIT, shared between processes
  private static final int WAKE = 1; // FUTEX_WAKE
  private static final Duration LOOK_AGAIN = Duration.ofMillis(1);

  /// Made with the first child: a process that starts none, as most children, pays for neither.
  private record Starting(PosixSpawn spawn, Reactor reactor) {}

  @GuardedBy("this")
  private @Nullable Starting starting;

  /// Before Linux 5.16; found out by trying.
  private volatile boolean vectorsAreMissing;

  Linux() {}

  @Override
  public Child start(Command command, ChildWatcher watcher) throws StartException {
    Starting parts = starting();
    return parts.reactor.call(() -> LinuxChild.start(parts.reactor, parts.spawn, command, watcher));
  }

  private synchronized Starting starting() throws StartException {
    Starting parts = starting;
    if (parts == null) {
      parts = new Starting(new PosixSpawn(), new Reactor());
      starting = parts;
    }
    return parts;
  }

  @Override
  public SharedBlock share(long size) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom("braid");
      long descriptor =
          Syscalls.require(
              "memfd_create", Call.MEMFD_CREATE, name.address(), MEMFD_CLOSE_ON_EXEC, 0, 0);
      // Mapping past the end makes the file grow; only touched pages take memory.
      return map(address(descriptor), descriptor, size);
    }
  }

  @Override
  public SharedBlock open(String address) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment path = arena.allocateFrom(address);
      long descriptor =
          Syscalls.require(
              "open of " + address,
              Call.OPENAT,
              HERE,
              path.address(),
              READ_WRITE | CLOSE_ON_EXEC,
              0);
      return map(address, descriptor, Files.size(Path.of(address)));
    }
  }

  private static SharedBlock map(String address, long descriptor, long size) throws IOException {
    try (FileChannel file =
        FileChannel.open(Path.of(address), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      MemorySegment memory = file.map(FileChannel.MapMode.READ_WRITE, 0, size, Arena.global());
      return new SharedBlock(address, memory, new FilePages(descriptor));
    }
  }

  private record FilePages(long descriptor) implements SharedBlock.Pages {
    @Override
    public void reserve(long from, long length) throws IOException {
      Syscalls.require("fallocate", Call.FALLOCATE, descriptor, 0, from, length);
    }

    @Override
    public boolean discard(long from, long length) {
      return Syscalls.call(Call.FALLOCATE, descriptor, PUNCH_HOLE | KEEP_SIZE, from, length, 0)
          == 0;
    }
  }

  @Override
  public Lifeline lifeline() throws IOException {
    // Nobody else has the writing end, so readers see the end of the file when this process is
    // gone.
    int[] pipe = Syscalls.pair("pipe", Call.PIPE2, CLOSE_ON_EXEC, 0, 0);
    return new Lifeline(address(pipe[0]));
  }

  @Override
  public Closeable watch(String lifeline, Runnable onEnd) throws IOException {
    // A channel, for it can be closed while a thread reads from it.
    FileChannel pipe = FileChannel.open(Path.of(lifeline), StandardOpenOption.READ);
    Thread.ofPlatform()
        .name("braid-lifeline")
        .daemon(true)
        .start(() -> {
          try (pipe) {
            while (pipe.read(ByteBuffer.allocate(1)) >= 0) {}
          } catch (ClosedChannelException e) {
            return;
          } catch (IOException e) {
            // A pipe that can't be read tells nothing any more: as good as its end.
          }
          onEnd.run();
        });
    return pipe;
  }

  @Override
  public Doorbell doorbell() throws IOException {
    int[] pipe = Syscalls.pair("pipe", Call.PIPE2, CLOSE_ON_EXEC, 0, 0);
    return new PipeBell(address(pipe[1]), new FileInputStream(address(pipe[0])));
  }

  private record PipeBell(String address, FileInputStream pipe) implements Doorbell {
    @Override
    public void await() throws IOException {
      // Takes all rings there are at once.
      int count = pipe.read(new byte[4096]);
      if (count < 0) {
        throw new IOException("the doorbell's pipe has ended");
      }
    }
  }

  @Override
  public Doorbell.Button button(String doorbell) throws IOException {
    FileOutputStream pipe = new FileOutputStream(doorbell);
    return () -> {
      try {
        pipe.write(1);
      } catch (IOException e) {
        // The bell's owner has ended: nobody waits for it any more.
      }
    };
  }

  @Override
  public boolean hasTerminal() {
    try {
      // The JDK's Console looks at input and output, not at errors, and takes 25 ms.
      return Files.readSymbolicLink(Path.of("/proc/self/fd/2"))
          .toString()
          .matches("/dev/(pts/|tty|console).*");
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public boolean isDead(long pid) {
    return ProcessIdentity.of(pid).isEmpty();
  }

  @Override
  public Optional<ProcessStatus> status(long pid) {
    return ProcFiles.status(pid);
  }

  @Override
  public Map<Long, Long> parents() {
    return ProcFiles.parents();
  }

  @Override
  public void signal(long pid, int number) {
    var _ = Syscalls.call(Call.KILL, pid, number, 0);
  }

  @Override
  public void await(MemorySegment memory, long offset, int expected, Duration limit) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment time = arena.allocate(JAVA_LONG, 2);
      time.setAtIndex(JAVA_LONG, 0, limit.toSeconds());
      time.setAtIndex(JAVA_LONG, 1, limit.toNanosPart());
      var _ =
          Syscalls.call(Call.FUTEX, memory.address() + offset, WAIT, expected, time.address(), 0);
    }
  }

  @Override
  public int awaitAny(List<Word> words, Duration limit) {
    if (words.size() <= FutexVector.MOST && !vectorsAreMissing) {
      long result = FutexVector.await(words, limit);
      if (result != -Errno.ENOSYS) {
        return (int) Math.max(-1, result);
      }
      vectorsAreMissing = true;
    }
    // Whoever changes another word than the first doesn't wake us: short sleeps, then all are
    // looked at.
    Word own = words.getFirst();
    await(
        own.memory(),
        own.offset(),
        own.expected(),
        limit.compareTo(LOOK_AGAIN) < 0 ? limit : LOOK_AGAIN);
    return -1;
  }

  @Override
  public int wake(MemorySegment memory, long offset, int count) {
    return (int) Syscalls.call(Call.FUTEX, memory.address() + offset, WAKE, count);
  }

  private static String address(long descriptor) {
    return "/proc/" + ProcessHandle.current().pid() + "/fd/" + descriptor;
  }
}
