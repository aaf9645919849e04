package dev.braid;

import dev.braid.memory.Deadline;
import dev.braid.remote.Line;
import dev.braid.remote.LineLostException;
import dev.braid.remote.UnsendableException;
import org.jspecify.annotations.Nullable;

/// A line within the session, through shared memory: whatever a [Pipe] sends goes through, code and
/// shared objects included. The end of the other process ends it.
final class NearLine implements Line {
  private final Connection<@Nullable Object> connection;

  NearLine(Connection<@Nullable Object> connection) {
    this.connection = connection;
  }

  @Override
  public void send(@Nullable Object... message)
      throws LineLostException, UnsendableException, InterruptedException {
    try {
      connection.transmit("call", message);
    } catch (CopyException | SharedMemoryFullException e) {
      throw new UnsendableException(e);
    } catch (BrokenPipeException | IllegalStateException e) {
      throw Lines.lost(e);
    } catch (InterruptedWaitException e) {
      throw Lines.interrupted(e);
    }
  }

  @Override
  public @Nullable Object @Nullable [] receive(Deadline deadline)
      throws LineLostException, UnsendableException, InterruptedException {
    try {
      return deadline.limited() && !connection.awaitMessage(deadline)
          ? null
          : Lines.message(connection.receive());
    } catch (UnreadableException e) {
      throw new UnsendableException(e);
    } catch (EndOfFileException | IllegalStateException e) {
      throw Lines.lost(e);
    } catch (InterruptedWaitException e) {
      throw Lines.interrupted(e);
    }
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
    return false;
  }

  @Override
  public void close() {
    connection.close();
  }
}
