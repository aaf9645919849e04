package dev.braid.spawn;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.braid.code.CodeBase;
import dev.braid.code.Parcel;
import dev.braid.memory.Journey;
import dev.braid.memory.NativeLines;
import dev.braid.memory.Output;
import dev.braid.memory.OutputRecord.Kind;
import dev.braid.memory.Session;
import dev.braid.os.Child;
import dev.braid.os.ChildWatcher;
import dev.braid.os.Command;
import dev.braid.os.Ended;
import dev.braid.os.OperatingSystem;
import dev.braid.os.StartException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A child JVM, from its parent's side: one program, one exit.
public final class ChildJvm {
  private final Child child;
  private final Watcher watcher;

  private ChildJvm(Child child, Watcher watcher) {
    this.child = child;
    this.watcher = watcher;
  }

  /// Starts a JVM and hands it the program; returns at once.
  ///
  /// @param parcel a packed [Program]
  /// @param daemon true if it is to be terminated when this process ends
  static ChildJvm start(Command command, Parcel parcel, boolean daemon) throws StartException {
    // First of all: a process that is ending can't take care of a child any more, so it gets none.
    Children.begin();
    try {
      return make(command, parcel, daemon);
    } finally {
      Children.begun();
    }
  }

  private static ChildJvm make(Command command, Parcel parcel, boolean daemon)
      throws StartException {
    Session session = Session.current();
    Journey journey = session.arena().journey(parcel.held());
    Watcher watcher = new Watcher(Output.cell(), journey);
    Child child;
    try {
      child = OperatingSystem.current().start(command, watcher);
    } catch (StartException e) {
      session.arena().arrived(journey);
      throw e;
    }
    ChildJvm jvm = new ChildJvm(child, watcher);
    Children.add(jvm, daemon);
    child.send(new Frames.Work(session.address(), watcher.cell, journey, parcel).encode());
    return jvm;
  }

  /// Starts a JVM for a packed [Program], from cold.
  ///
  /// This is the seam for a JVM that waits already: it needs the frame, not the command line, to
  /// know its task.
  public static ChildJvm run(Parcel parcel, boolean daemon) throws StartException {
    return start(ChildCommand.of(), parcel, daemon);
  }

  /// Its number in the process table.
  public long pid() {
    return child.pid();
  }

  /// Completes when it has ended and all that it printed is in the output log.
  public CompletableFuture<Ended> ended() {
    return watcher.ended.copy();
  }

  /// What its program threw; empty before the end, and if it threw nothing.
  public Optional<Failure> failure() {
    return watcher.failure();
  }

  /// Interrupts the thread that runs the program.
  public void interrupt() {
    child.send(new byte[] {Frames.INTERRUPT});
  }

  /// Sends it a signal; nothing happens once it has ended.
  public void signal(int number) {
    child.signal(number);
  }

  /// Takes it out of the process table if it has ended.
  public void reap() {
    child.reap();
  }

  /// Called on the thread of the operating system.
  private static final class Watcher implements ChildWatcher {
    private final long cell;
    private final NativeLines out;
    private final NativeLines err;
    private final ByteArrayOutputStream reports = new ByteArrayOutputStream();
    private final StringBuilder firstWords = new StringBuilder();
    private final CompletableFuture<Ended> ended = new CompletableFuture<>();

    @GuardedBy("this")
    private byte @Nullable [] threw;

    @GuardedBy("this")
    private @Nullable Failure failure;

    private final Journey journey;

    /// @param journey that keeps what the task names until the child has it
    Watcher(long cell, Journey journey) {
      this.cell = cell;
      this.journey = journey;
      this.out = new NativeLines(Kind.STDOUT, cell);
      this.err = new NativeLines(Kind.STDERR, cell);
    }

    @Override
    public void printed(long pid, boolean error, byte[] bytes) {
      if (reports.size() == 0 && firstWords.length() < 500) {
        firstWords.append(new String(bytes, StandardCharsets.UTF_8));
      }
      (error ? err : out).add(pid, bytes);
    }

    @Override
    public void reported(byte[] bytes) {
      reports.writeBytes(bytes);
    }

    @Override
    public void ended(long pid, Ended how) {
      out.finish(pid);
      err.finish(pid);
      try {
        readReports(pid, how);
        Session.current().processEnded(pid, how.exitCode(), journey);
      } finally {
        // Whoever waits for the end must not wait for ever because of what the process left.
        ended.complete(how);
      }
    }

    /// Unpacked when somebody asks, on his thread: the exception's own code may run then.
    synchronized Optional<Failure> failure() {
      if (threw != null) {
        failure = Failure.decode(threw, CodeBase.current());
        threw = null;
      }
      return Optional.ofNullable(failure);
    }

    private synchronized void readReports(long pid, Ended how) {
      boolean ran = false;
      try (DataInputStream in =
          new DataInputStream(new ByteArrayInputStream(reports.toByteArray()))) {
        for (int tag = in.read(); tag >= 0; tag = in.read()) {
          switch (tag) {
            case Frames.RUNNING -> ran = true;
            case Frames.THREW -> {
              byte[] report = new byte[in.readInt()];
              in.readFully(report);
              threw = report;
              return;
            }
            default -> throw new IOException("no report begins with " + tag);
          }
        }
      } catch (IOException e) {
        // It was killed while it reported: what it said is lost with it.
        return;
      }
      if (!ran && how instanceof Ended.Exited(var code) && code != 0) {
        String words = firstWords.toString().strip().lines().collect(Collectors.joining("; "));
        failure =
            new Failure.NotStarted(
                ("the JVM (pid %d) ended with exit code %d before its target ran: %s; check that"
                        + " memory is left, or start fewer processes at a time")
                    .formatted(pid, code, words.isEmpty() ? "it printed nothing" : words));
      }
    }
  }
}
