package dev.braid.jupyter;

import static java.lang.System.Logger.Level.WARNING;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/// The client's side of the five sockets. Any thread may send.
final class ClientSockets implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ClientSockets.class.getName());

  /// Milliseconds between attempts to reach a kernel that is still starting.
  private static final int RECONNECT = 20;

  /// Milliseconds that a kernel has to greet. JeroMQ 0.6 now and then connects and then forgets to
  /// listen (its pull request 1022, open; 3 of 100 connections here); after this time it connects
  /// anew, and nothing that was sent is lost. Only the connecting side is concerned.
  static final int GREETING = 1000;

  private final SocketLoop loop;
  private final Codec codec;
  private final Map<Channel, ZMQ.Socket> sockets = new EnumMap<>(Channel.class);

  /// Connects them; what comes in goes to `receiver`, the echo of a heartbeat to `echo`, both on
  /// the socket thread.
  ClientSockets(ConnectionFile connection, BiConsumer<Channel, Message> receiver, Runnable echo)
      throws IOException {
    codec = new Codec(connection.key());
    loop = new SocketLoop("braid-client-wire");
    for (Channel channel : Channel.values()) {
      ZMQ.Socket socket =
          switch (channel) {
            case SHELL, CONTROL, STDIN -> dealer(channel, receiver);
            case IOPUB -> loop.open(SocketType.SUB, frames -> decode(channel, frames, receiver));
            // Not REQ, which would never ask again after an answer was lost.
            case HEARTBEAT -> loop.open(SocketType.DEALER, _ -> echo.run());
          };
      socket.setReconnectIVL(RECONNECT);
      socket.setHandshakeIvl(GREETING);
      socket.setIPv6(connection.ip().indexOf(':') >= 0);
      if (channel == Channel.IOPUB) {
        socket.subscribe(new byte[0]);
      }
      socket.connect(connection.endpoint(channel));
      sockets.put(channel, socket);
    }
    loop.start();
  }

  private ZMQ.Socket dealer(Channel channel, BiConsumer<Channel, Message> receiver) {
    ZMQ.Socket socket = loop.open(SocketType.DEALER, frames -> decode(channel, frames, receiver));
    // The same on all: the kernel asks on stdin whom it knows from shell.
    socket.setIdentity(codec.session().getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private void decode(Channel channel, List<byte[]> frames, BiConsumer<Channel, Message> receiver) {
    try {
      receiver.accept(channel, codec.decode(frames));
    } catch (MalformedMessageException e) {
      LOG.log(WARNING, "dropped a message on {0}: {1}", channel, e.getMessage());
    }
  }

  Codec.Encoded encode(String type, ObjectNode content) {
    return codec.encode(Draft.of(type, content));
  }

  Codec.Encoded encode(Draft draft) {
    return codec.encode(draft);
  }

  void send(Channel channel, List<byte[]> frames) {
    ZMQ.Socket socket = sockets.get(channel);
    if (socket != null) {
      loop.submit(() -> SocketLoop.send(socket, frames));
    }
  }

  @Override
  public void close() {
    loop.close();
  }
}
