package dev.braid;

import dev.braid.memory.Deadline;
import dev.braid.remote.LineLostException;
import dev.braid.remote.UnsendableException;
import java.net.SocketAddress;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A client of a manager that has the key, and says whatever it likes.
final class RawLine implements AutoCloseable {
  static final int HELLO = 1;
  static final int CALL = 2;
  static final int CANCEL = 3;
  static final int HOLD = 4;
  static final int RELEASE = 5;
  static final int PING = 6;
  static final int RETURNED = 8;
  static final int THREW = 9;
  static final int CANCELLED = 10;
  static final int PONG = 11;

  /// Of the root.
  static final String GET = "get(java.lang.String,java.lang.String)";

  private final Connection<byte[]> connection;
  private final FarLine line;

  private RawLine(SocketAddress address) {
    this.connection = Client.connect(address, ManagerRoot.KEY);
    this.line = new FarLine(connection, () -> Admission.STANDARD.with(ManagerServer.OURS), null);
  }

  /// One that has proved the key.
  static RawLine at(SocketAddress address) {
    return new RawLine(address);
  }

  /// One that has said who it is.
  static RawLine greeted(SocketAddress address) {
    RawLine line = at(address);
    @Nullable Object[] _ = line.ask(HELLO, UUID.randomUUID());
    return line;
  }

  void send(@Nullable Object... message) {
    try {
      line.send(message);
    } catch (LineLostException | UnsendableException | InterruptedException e) {
      throw new AssertionError("sending", e);
    }
  }

  /// Sends bytes in the place of a message.
  void sendBytes(byte[] bytes) {
    connection.transmit("bytes", bytes);
  }

  /// The next message.
  @Nullable Object[] receive() {
    try {
      @Nullable Object[] message = line.receive(Deadline.NONE);
      if (message == null) {
        throw new AssertionError("no message without a deadline");
      }
      return message;
    } catch (LineLostException | UnsendableException | InterruptedException e) {
      throw new AssertionError("receiving", e);
    }
  }

  @Nullable Object[] ask(@Nullable Object... message) {
    send(message);
    return receive();
  }

  /// Waits until the server hangs up, whatever it says before.
  void awaitEnd() {
    while (true) {
      try {
        var _ = line.receive(Deadline.NONE);
      } catch (LineLostException e) {
        return;
      } catch (UnsendableException | InterruptedException e) {
        throw new AssertionError("receiving", e);
      }
    }
  }

  @Override
  public void close() {
    line.close();
  }
}
