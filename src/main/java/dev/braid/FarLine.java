package dev.braid;

import dev.braid.code.Codec;
import dev.braid.code.NotReadableException;
import dev.braid.code.Screen;
import dev.braid.memory.Deadline;
import dev.braid.remote.Line;
import dev.braid.remote.LineLostException;
import dev.braid.remote.UnsendableException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A line through a socket: values go through, but neither code nor what lives in shared memory;
/// and only what is admitted when it comes is read.
final class FarLine implements Line {
  private final Connection<byte[]> connection;
  private final Supplier<Admission> admission;
  private final @Nullable ManagerClient client;

  /// @param admission of what comes; asked anew for every message
  /// @param client who gets the objects that come; null at a server
  FarLine(
      Connection<byte[]> connection,
      Supplier<Admission> admission,
      @Nullable ManagerClient client) {
    this.connection = connection;
    this.admission = admission;
    this.client = client;
  }

  /// What the connection below takes: one array, whose contents are admitted afterwards, so that a
  /// message with too much in it isn't the end of the connection.
  static Admission frames(Admission admission) {
    int bytes = admission.maxBytes();
    return Admission.STANDARD.maxBytes(bytes).maxLength(bytes);
  }

  @Override
  public void send(@Nullable Object... message)
      throws LineLostException, UnsendableException, InterruptedException {
    byte[] bytes = pack(message);
    try {
      connection.transmit("call", bytes);
    } catch (IllegalArgumentException e) {
      // Longer than a frame can be.
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
    byte[] bytes;
    try {
      if (deadline.limited() && !connection.awaitMessage(deadline)) {
        return null;
      }
      bytes = connection.receive() instanceof byte[] received ? received : new byte[0];
    } catch (EndOfFileException
        | MessageTooLargeException
        | UnreadableException
        | IllegalStateException e) {
      throw Lines.lost(e);
    } catch (InterruptedWaitException e) {
      throw Lines.interrupted(e);
    }
    return Lines.message(unpack(bytes));
  }

  @Override
  public byte[] pack(Object value) throws UnsendableException {
    try {
      return SocketConnection.encode("call", value);
    } catch (CopyException | IllegalArgumentException e) {
      throw new UnsendableException(e);
    }
  }

  @Override
  public Object unpack(Object packed) throws UnsendableException {
    if (!(packed instanceof byte[] bytes)) {
      throw new IllegalArgumentException("a message without its bytes");
    }
    try {
      Object value = decode(bytes);
      if (value == null) {
        throw new IllegalArgumentException("a message of nothing");
      }
      return value;
    } catch (NotReadableException e) {
      throw new UnsendableException(new UnreadableException(e));
    }
  }

  private @Nullable Object decode(byte[] bytes) {
    Screen screen = admission.get().screen();
    ManagerClient receiving = client;
    return receiving == null
        ? Codec.current().decode(bytes, screen)
        : ScopedValue.where(ManagerClient.RECEIVING, receiving)
            .call(() -> Codec.current().decode(bytes, screen));
  }

  @Override
  public boolean isFar() {
    return true;
  }

  @Override
  public void close() {
    connection.close();
  }
}
