package dev.braid.remote;

import dev.braid.memory.Deadline;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An end of a line within this process, which may break when something is said.
final class MemoryLine implements Line {
  private static final Object[] END = {};

  private final BlockingQueue<@Nullable Object[]> in;
  private final BlockingQueue<@Nullable Object[]> out;
  private final Function<@Nullable Object[], Loss> losing;
  private volatile boolean closed;

  private MemoryLine(
      BlockingQueue<@Nullable Object[]> in,
      BlockingQueue<@Nullable Object[]> out,
      Function<@Nullable Object[], Loss> losing) {
    this.in = in;
    this.out = out;
    this.losing = losing;
  }

  /// What becomes of a message.
  enum Loss {
    NONE,
    /// It doesn't come, and the line breaks.
    MESSAGE,
    /// It comes, and the line breaks before its answer.
    ANSWER
  }

  /// Both ends.
  record Pair(MemoryLine client, MemoryLine server) {}

  /// A line that loses what is said of the client's messages.
  static Pair pair(Function<@Nullable Object[], Loss> losing) {
    BlockingQueue<@Nullable Object[]> up = new LinkedBlockingQueue<>();
    BlockingQueue<@Nullable Object[]> down = new LinkedBlockingQueue<>();
    return new Pair(new MemoryLine(down, up, losing), new MemoryLine(up, down, _ -> Loss.NONE));
  }

  @Override
  public void send(@Nullable Object... message) throws LineLostException {
    if (closed) {
      throw new LineLostException("closed", null);
    }
    // Who sends it doesn't know.
    switch (losing.apply(message)) {
      case NONE -> out.add(message);
      case MESSAGE -> close();
      case ANSWER -> {
        in.add(END);
        out.add(message);
        close();
      }
    }
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // that very message
  public @Nullable Object @Nullable [] receive(Deadline deadline)
      throws LineLostException, InterruptedException {
    long limit = deadline.remaining(Duration.ofDays(1)).toNanos();
    @Nullable Object @Nullable [] message = in.poll(limit, TimeUnit.NANOSECONDS);
    if (message == END) {
      in.add(END);
      throw new LineLostException("ended", null);
    }
    return message;
  }

  @Override
  public Object pack(Object value) {
    return value;
  }

  @Override
  public Object unpack(Object packed) {
    return packed;
  }

  @Override
  public boolean isFar() {
    return true;
  }

  @Override
  public void close() {
    closed = true;
    in.add(END);
    out.add(END);
  }
}
