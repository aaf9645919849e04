package dev.braid.memory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.braid.os.Doorbell;
import dev.braid.os.OperatingSystem;
import dev.braid.os.ProcessIdentity;
import dev.braid.os.SharedBlock;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// What all processes of one experiment share: the memory, its output log, and the life of the
/// first process.
///
/// The first process creates it when it is first needed, and its memory is gone when the last
/// process is. Every other one joins it by its [Address], and ends when the first process does.
public final class Session {
  /// Bytes for the output log; only what is touched takes memory.
  private static final long SIZE = 8L << 20;

  /// What a process needs to join the session.
  ///
  /// @param arena of the shared memory
  /// @param lifeline of the first process
  /// @param doorbell of the output log's consumer
  /// @param first the process that created the session
  public record Address(String arena, String lifeline, String doorbell, ProcessIdentity first) {}

  @GuardedBy("Session.class")
  private static @Nullable Session current;

  private final Address address;
  private final OutputLog log;
  private final @Nullable OutputDrain drain;
  private final Closeable watch;

  private Session(Address address, OutputLog log, @Nullable OutputDrain drain, Closeable watch) {
    this.address = address;
    this.watch = watch;
    this.log = log;
    this.drain = drain;
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
      SharedBlock block = os.share(SIZE);
      Doorbell bell = os.doorbell();
      OutputLog.create(block.memory());
      OutputLog log = new OutputLog(block.memory(), os.button(bell.address()));
      Address address =
          new Address(
              block.address(), os.lifeline().address(), bell.address(), ProcessIdentity.current());
      return new Session(address, log, OutputDrain.start(log, bell), () -> {});
    } catch (IOException e) {
      throw new UncheckedIOException("can't create a session: " + e.getMessage(), e);
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
    SharedBlock block = SharedBlock.open(address.arena());
    Session session =
        new Session(
            address, new OutputLog(block.memory(), os.button(address.doorbell())), null, watch);
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

  OutputLog log() {
    return log;
  }

  /// The consumer of the output log; only the session's first process has it.
  @Nullable OutputDrain drain() {
    return drain;
  }

  /// Repairs what a process of this session that has ended may have left.
  public void processEnded(long pid) {
    log.producerDied(pid);
    new SegmentDirectory(address.first()).processEnded(pid);
  }
}
