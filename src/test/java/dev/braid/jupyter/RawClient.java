package dev.braid.jupyter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/// A client that sends whatever frames it is told to.
final class RawClient implements AutoCloseable {
  static final byte[] DELIMITER = bytes("<IDS|MSG>");

  private final ZContext context = new ZContext();
  private final ConnectionFile connection;
  final ZMQ.Socket shell;
  final ZMQ.Socket iopub;

  RawClient(ConnectionFile connection) {
    this.connection = connection;
    shell = connect(SocketType.DEALER, Channel.SHELL);
    iopub = context.createSocket(SocketType.SUB);
    iopub.subscribe(new byte[0]);
    iopub.setReceiveTimeOut(20_000);
    iopub.setHandshakeIvl(ClientSockets.GREETING);
    iopub.connect(connection.endpoint(Channel.IOPUB));
  }

  ZMQ.Socket connect(SocketType type, Channel channel) {
    ZMQ.Socket socket = context.createSocket(type);
    socket.setReceiveTimeOut(20_000);
    socket.setHandshakeIvl(ClientSockets.GREETING);
    socket.connect(connection.endpoint(channel));
    return socket;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// Header, parent, metadata and content, signed as they are.
  List<byte[]> signed(String... json) {
    List<byte[]> body = new ArrayList<>();
    for (String part : json) {
      body.add(bytes(part));
    }
    List<byte[]> frames = new ArrayList<>();
    frames.add(DELIMITER);
    frames.add(new Signatures(connection.key()).sign(body));
    frames.addAll(body);
    return frames;
  }

  void send(List<byte[]> frames) {
    SocketLoop.send(shell, frames);
  }

  static List<byte[]> receive(ZMQ.Socket socket) {
    List<byte[]> frames = new ArrayList<>();
    do {
      byte[] frame = socket.recv();
      if (frame == null) {
        throw new AssertionError("nothing came");
      }
      frames.add(frame);
    } while (socket.hasReceiveMore());
    return frames;
  }

  static String text(List<byte[]> frames, int index) {
    return new String(frames.get(index), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    context.close();
  }
}
