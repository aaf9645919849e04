package dev.braid.net;

import dev.braid.net.AuthKey.Side;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/// A client that says whatever it likes.
public final class RawClient implements AutoCloseable {
  private final SocketChannel socket;

  private RawClient(SocketChannel socket) {
    this.socket = socket;
  }

  /// One that has connected.
  public static RawClient at(SocketAddress address) {
    try {
      return new RawClient(SocketChannel.open(address));
    } catch (IOException e) {
      throw new UncheckedIOException("connecting to " + address, e);
    }
  }

  /// One that has proved that it has the key.
  public static RawClient admitted(SocketAddress address, byte[] key) throws IOException {
    RawClient client = at(address);
    client.introduce(key);
    client.frame();
    return client;
  }

  /// Answers the greeting by a proof with that key.
  public void introduce(byte[] key) throws IOException {
    sendFrame(answer(frame(), key));
  }

  /// The right answer to a greeting.
  static byte[] answer(byte[] greeting, byte[] key) {
    byte[] theirs = Arrays.copyOfRange(greeting, Handshake.GREETING.length, greeting.length);
    byte[] answer = new byte[64];
    Arrays.fill(answer, 0, 32, (byte) 7);
    byte[] proof = new AuthKey(key).proof(Side.CLIENT, theirs, Arrays.copyOf(answer, 32));
    System.arraycopy(proof, 0, answer, 32, 32);
    return answer;
  }

  /// Sends bytes as they are.
  public void send(byte... bytes) throws IOException {
    ByteBuffer all = ByteBuffer.wrap(bytes);
    while (all.hasRemaining()) {
      socket.write(all);
    }
  }

  /// Sends a frame.
  public void sendFrame(byte[] frame) throws IOException {
    send(ByteBuffer.allocate(4 + frame.length).putInt(frame.length).put(frame).array());
  }

  /// Receives a frame.
  public byte[] frame() throws IOException {
    byte[] head = read(4);
    return read(ByteBuffer.wrap(head).getInt());
  }

  private byte[] read(int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    while (bytes.hasRemaining()) {
      if (socket.read(bytes) < 0) {
        throw new IOException("the end after " + bytes.position() + " bytes");
      }
    }
    return bytes.array();
  }

  /// Waits until the other end hangs up, whatever it says before.
  public void awaitEnd() {
    ByteBuffer bytes = ByteBuffer.allocate(1024);
    try {
      while (socket.read(bytes) >= 0) {
        bytes.clear();
      }
    } catch (IOException e) {
      // It hung up on what it hadn't read.
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing", e);
    }
  }
}
