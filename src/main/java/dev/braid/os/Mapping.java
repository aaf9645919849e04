package dev.braid.os;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/// A file mapped into this process: until it is closed, and at the latest until nobody here can
/// reach its memory any more.
///
/// It takes two arenas, because the JDK has none that can both be closed and be collected. `mapped`
/// holds the mapping, and only a cleaner knows it. What users get is a view of it in `view`, whose
/// cleanup action is reachable as long as any segment or buffer of the view is; when it is not, the
/// cleaner closes `mapped`.
public final class Mapping implements AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();

  private final MemorySegment memory;
  private final Arena view = Arena.ofShared();
  private final Cleaner.Cleanable unmapping;

  /// What `view` holds until it is closed, and whoever can reach a segment of it with it.
  private static final class Reached implements Consumer<MemorySegment> {
    @Override
    public void accept(MemorySegment closed) {
      // It is enough that it was reachable.
    }
  }

  @SuppressWarnings("restricted") // this is the door
  private Mapping(MemorySegment whole, Arena mapped) {
    Reached reached = new Reached();
    this.memory = whole.reinterpret(whole.byteSize(), view, reached);
    this.unmapping = CLEANER.register(reached, mapped::close);
  }

  /// Maps a whole file, to read and write; an interruption is for later.
  public static Mapping open(Path file) throws IOException {
    Arena mapped = Arena.ofShared();
    try {
      return new Mapping(map(file, mapped), mapped);
    } catch (IOException | RuntimeException e) {
      mapped.close();
      throw e;
    }
  }

  private static MemorySegment map(Path file, Arena arena) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
          return channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size(), arena);
        } catch (ClosedByInterruptException e) {
          // An interrupted thread can't use a channel; a mapping waits for nobody.
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// The file's bytes. Once it is closed, every access through it, its slices and buffers is an
  /// `IllegalStateException`, in any thread, even in the middle of a copy.
  public MemorySegment memory() {
    return memory;
  }

  /// Unmaps it; a second time nothing happens.
  ///
  /// @throws IllegalStateException if a channel reads into it or writes from it just now
  @Override
  public synchronized void close() {
    if (view.scope().isAlive()) {
      view.close();
      unmapping.clean();
    }
  }
}
