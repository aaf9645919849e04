package dev.braid;

import dev.braid.memory.Endpoint;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Two [Connection]s, of which each receives what the other sends; Python's
/// `multiprocessing.Pipe()`.
///
/// A direction holds one mebibyte, or one message that is larger; then a sender waits.
///
/// @param <T> of what goes through
public final class Pipe<T extends @Nullable Object> implements AutoCloseable, Serializable {
  private static final long serialVersionUID = 1L;
  private static final long ROOM = 1 << 20;

  private final Connection<T> first;
  private final Connection<T> second;

  /// A pipe both of whose ends send and receive.
  ///
  /// @throws SharedMemoryFullException if the shared memory is used up
  public Pipe() {
    this(true);
  }

  private Pipe(boolean duplex) {
    List<Endpoint> ends = InArena.made(arena -> Endpoint.pair(arena, duplex, ROOM));
    this.first = new PipeConnection<>(ends.get(0));
    this.second = new PipeConnection<>(ends.get(1));
  }

  /// A pipe whose first end receives and whose second end sends; Python's `Pipe(duplex=False)`.
  public static <T extends @Nullable Object> Pipe<T> oneWay() {
    return new Pipe<>(false);
  }

  /// The first end.
  public Connection<T> first() {
    return first;
  }

  /// The second end.
  public Connection<T> second() {
    return second;
  }

  /// Closes both ends in this process.
  @Override
  public void close() {
    first.close();
    second.close();
  }

  @Override
  public String toString() {
    return "Pipe[%s, %s]".formatted(first, second);
  }
}
