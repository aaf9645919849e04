package dev.braid.jupyter;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/// A thread that owns sockets. It alone touches them, and sleeps until one of them has a message or
/// another thread a task for it.
///
/// A platform thread, because a selector would pin a virtual one. Nobody may interrupt it: an
/// interrupted selector returns at once, for ever.
final class SocketLoop implements AutoCloseable {
  /// Larger frames cut the connection: without a limit, anybody who can connect could name a size
  /// that leaves no memory.
  static final long LARGEST_FRAME = 256L << 20;

  /// How long messages that were sent at the end may take to leave.
  private static final Duration LINGER = Duration.ofSeconds(1);

  /// Tasks, or messages of one socket, before the others get their turn.
  private static final int TURN = 256;

  private static final System.Logger LOG = System.getLogger(SocketLoop.class.getName());

  private final ZMQ.Context context = ZMQ.context(1);
  private final Map<ZMQ.Socket, Consumer<List<byte[]>>> readers = new LinkedHashMap<>();
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean woken = new AtomicBoolean();
  private final Pipe wake;
  private final Thread thread;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile boolean ending;

  SocketLoop(String name) throws IOException {
    wake = Pipe.open();
    // A channel that doesn't block isn't closed when an interrupted thread writes to it.
    wake.sink().configureBlocking(false);
    wake.source().configureBlocking(false);
    thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
  }

  /// A new socket; before [#start] only, which hands it to the thread.
  ZMQ.Socket open(SocketType type, Consumer<List<byte[]>> reader) {
    ZMQ.Socket socket = context.socket(type);
    socket.setLinger((int) LINGER.toMillis());
    // ZeroMQ would drop what exceeds its high-water mark; output must not be lost.
    socket.setHWM(0);
    socket.setMaxMsgSize(LARGEST_FRAME);
    readers.put(socket, reader);
    return socket;
  }

  void start() {
    thread.start();
  }

  /// Runs a task on the thread, after all that were submitted before. After [#close], drops it.
  void submit(Runnable task) {
    tasks.add(task);
    if (woken.compareAndSet(false, true)) {
      try {
        wake.sink().write(ByteBuffer.wrap(new byte[1]));
      } catch (ClosedChannelException e) {
        LOG.log(DEBUG, "a message came after the sockets were closed; it is dropped");
      } catch (IOException e) {
        throw new UncheckedIOException("the socket thread can't be woken", e);
      }
    }
  }

  /// Runs a task on the thread and returns when it has run, or when the thread has ended.
  void call(Runnable task) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    submit(() -> {
      task.run();
      done.complete(null);
    });
    CompletableFuture.anyOf(done, ended).join();
  }

  /// Hands all messages that a socket holds to its reader; on the thread only.
  void drain(ZMQ.Socket socket) {
    while (readOne(socket)) {
      // Until there is none.
    }
  }

  /// Sends frames as one message; on the thread only.
  static void send(ZMQ.Socket socket, List<byte[]> frames) {
    for (int i = 0; i < frames.size(); i++) {
      socket.send(frames.get(i), i < frames.size() - 1 ? ZMQ.SNDMORE : 0);
    }
  }

  private void run() {
    try (ZMQ.Poller poller = context.poller(readers.size() + 1)) {
      poller.register(wake.source(), ZMQ.Poller.POLLIN);
      readers.keySet().forEach(socket -> poller.register(socket, ZMQ.Poller.POLLIN));
      while (!ending) {
        poller.poll(tasks.isEmpty() ? -1 : 0);
        sleepAgain();
        runTasks();
        for (ZMQ.Socket socket : readers.keySet()) {
          for (int i = 0; i < TURN && readOne(socket); i++) {
            // The rest has its turn in the next round.
          }
        }
      }
      // What comes from now on is late, so this ends.
      List.copyOf(tasks).forEach(SocketLoop::guarded);
    } catch (IOException e) {
      LOG.log(ERROR, "the sockets can't be read any more; restart the kernel", e);
    } finally {
      release();
    }
  }

  private void sleepAgain() throws IOException {
    ByteBuffer taken = ByteBuffer.allocate(16);
    while (wake.source().read(taken) > 0) {
      taken.clear();
    }
    // Before the tasks are looked at: one that comes now wakes us again.
    woken.set(false);
  }

  private void runTasks() {
    for (int i = 0; i < TURN; i++) {
      Runnable task = tasks.poll();
      if (task == null) {
        return;
      }
      guarded(task);
    }
  }

  private boolean readOne(ZMQ.Socket socket) {
    byte[] frame = socket.recv(ZMQ.DONTWAIT);
    if (frame == null) {
      return false;
    }
    List<byte[]> frames = new ArrayList<>();
    frames.add(frame);
    while (socket.hasReceiveMore()) {
      frame = socket.recv(ZMQ.DONTWAIT);
      if (frame == null) {
        break;
      }
      frames.add(frame);
    }
    Consumer<List<byte[]>> reader = readers.get(socket);
    if (reader != null) {
      guarded(() -> reader.accept(frames));
    }
    return true;
  }

  /// One fault must not end the thread that all sockets depend on.
  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      LOG.log(ERROR, "a message could not be handled; it is dropped", e);
    }
  }

  private void release() {
    ended.complete(null);
    readers.keySet().forEach(ZMQ.Socket::close);
    context.term();
    try {
      wake.sink().close();
      wake.source().close();
    } catch (IOException e) {
      LOG.log(WARNING, "the socket thread's pipe can't be closed", e);
    }
  }

  /// Sends what was submitted, then closes the sockets; their ports are free when it returns.
  @Override
  public void close() {
    if (thread.getState() == Thread.State.NEW) {
      release();
      return;
    }
    submit(() -> ending = true);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        // Ends after LINGER at the latest.
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
