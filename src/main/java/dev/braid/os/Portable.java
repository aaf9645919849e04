package dev.braid.os;

import java.io.Closeable;
import java.io.Console;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/// Any system that the JDK runs on, by what the JDK offers.
///
/// Differences that a user can see: ended children are never zombies; `Runtime.halt(128 + n)` looks
/// like signal n; of a process that lives nobody learns whether it runs, nor its memory; a child
/// counts as ended only when no program that it started holds its standard output any more; orphans
/// may take five seconds to notice that the session has ended; a wait for shared memory looks again
/// every millisecond instead of being woken.
public final class Portable implements OperatingSystem {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(1);

  Portable() {}

  @Override
  public Child start(Command command, ChildWatcher watcher) throws StartException {
    return PortableChild.start(command, watcher);
  }

  @Override
  public SharedBlock share(long size) throws IOException {
    PrivateFile.sweepDead();
    Path file = PrivateFile.create("arena");
    file.toFile().deleteOnExit();
    return map(file, size);
  }

  @Override
  public SharedBlock open(String address) throws IOException {
    Path file = Path.of(address);
    return map(file, Files.size(file));
  }

  private static SharedBlock map(Path file, long size) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      MemorySegment memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, size, Arena.global());
      return new SharedBlock(
          file.toString(), memory, new WrittenPages(new RandomAccessFile(file.toFile(), "rw")));
    }
  }

  /// A page has memory, or room on the disk, once it has been written. A plain file, no channel: an
  /// interrupted thread that uses a channel closes it.
  private record WrittenPages(RandomAccessFile file) implements SharedBlock.Pages {
    private static final int AT_ONCE = 1 << 16;

    @Override
    public synchronized void reserve(long from, long length) throws IOException {
      byte[] zeros = new byte[(int) Math.min(length, AT_ONCE)];
      file.seek(from);
      for (long left = length; left > 0; left -= zeros.length) {
        file.write(zeros, 0, (int) Math.min(left, zeros.length));
      }
    }

    @Override
    public boolean discard(long from, long length) {
      return false;
    }
  }

  @Override
  public Lifeline lifeline() {
    return new Lifeline(Long.toString(ProcessHandle.current().pid()));
  }

  @Override
  public Closeable watch(String lifeline, Runnable onEnd) {
    long pid = Long.parseLong(lifeline);
    Runnable end =
        () -> {
          // Its files, and ours: the end that follows may be one without farewell.
          PrivateFile.sweep(pid);
          PrivateFile.sweepOwn();
          onEnd.run();
        };
    Optional<CompletableFuture<Void>> watching =
        ProcessHandle.of(pid).map(owner -> owner.onExit().thenRun(end));
    if (watching.isEmpty()) {
      end.run();
    }
    return () -> watching.ifPresent(future -> future.cancel(false));
  }

  // Sockets, not channels: an interrupted thread that uses a channel closes it, and its ring would
  // be lost.
  @Override
  public Doorbell doorbell() throws IOException {
    DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    return new DatagramBell(Integer.toString(socket.getLocalPort()), socket);
  }

  private record DatagramBell(String address, DatagramSocket socket) implements Doorbell {
    @Override
    public void await() throws IOException {
      // A stranger's datagram is a ring for nothing, which the waiter bears.
      socket.receive(new DatagramPacket(new byte[1], 1));
    }
  }

  @Override
  public Doorbell.Button button(String doorbell) throws IOException {
    InetSocketAddress bell =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(doorbell));
    DatagramSocket socket = new DatagramSocket();
    return () -> {
      try {
        socket.send(new DatagramPacket(new byte[1], 1, bell));
      } catch (IOException e) {
        // The bell's owner has ended: nobody waits for it any more.
      }
    };
  }

  /// Standard error can't be asked; it mostly goes where standard output does.
  @Override
  // Since 22 it depends on jdk.console whether there is a Console without a terminal: in 25 there's
  // none.
  @SuppressWarnings("SystemConsoleNull")
  public boolean hasTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  @Override
  public boolean isDead(long pid) {
    return ProcessHandle.of(pid).isEmpty();
  }

  @Override
  public Optional<ProcessStatus> status(long pid) {
    return ProcessHandle.of(pid)
        .map(process ->
            new ProcessStatus(
                ProcessIdentity.of(process),
                parent(process),
                process.info().command().map(Portable::programName).orElse(""),
                ProcessState.UNKNOWN,
                process.info().totalCpuDuration(),
                OptionalLong.empty()));
  }

  private static String programName(String path) {
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  }

  @Override
  public Map<Long, Long> parents() {
    return ProcessHandle.allProcesses()
        .collect(Collectors.toMap(ProcessHandle::pid, Portable::parent, (first, _) -> first));
  }

  private static long parent(ProcessHandle process) {
    return process.parent().map(ProcessHandle::pid).orElse(0L);
  }

  @Override
  public void signal(long pid, int number) {
    PortableChild.kill(pid, number);
  }

  @Override
  public void await(MemorySegment memory, long offset, int expected, Duration limit) {
    LockSupport.parkNanos((limit.compareTo(LOOK_AGAIN) < 0 ? limit : LOOK_AGAIN).toNanos());
  }

  @Override
  public int awaitAny(List<Word> words, Duration limit) {
    Word own = words.getFirst();
    await(own.memory(), own.offset(), own.expected(), limit);
    return -1;
  }

  @Override
  public int wake(MemorySegment memory, long offset, int count) {
    // Waiters look again by themselves.
    return 0;
  }
}
