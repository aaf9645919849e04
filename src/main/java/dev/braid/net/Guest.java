package dev.braid.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;

/// A connected socket with the address of its other end.
///
/// @param address of the other end; of a Unix-domain socket's client it has no name
public record Guest(FrameChannel channel, SocketAddress address) implements AutoCloseable {
  /// How a dead machine is told from a silent one: a minute after it fell silent.
  private static final Map<SocketOption<Integer>, Integer> PROBES =
      Map.of(
          ExtendedSocketOptions.TCP_KEEPIDLE, 30,
          ExtendedSocketOptions.TCP_KEEPINTERVAL, 10,
          ExtendedSocketOptions.TCP_KEEPCOUNT, 3);

  /// One who has just been connected, and has proved nothing yet; closes the socket if that fails.
  static Guest of(SocketChannel socket) throws IOException {
    try {
      socket.configureBlocking(false);
      return of(socket, Readiness.watch(socket));
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /// One who has been connected and watched; closes the socket and the watch if that fails.
  static Guest of(SocketChannel socket, Watch watch) throws IOException {
    try {
      SocketAddress address = socket.getRemoteAddress();
      tune(socket);
      String name = address.toString().isEmpty() ? "a process of this machine" : address.toString();
      return new Guest(new FrameChannel(socket, watch, name, Handshake.LIMIT), address);
    } catch (IOException | RuntimeException e) {
      socket.close();
      watch.close();
      throw e;
    }
  }

  private static void tune(SocketChannel socket) throws IOException {
    Set<SocketOption<?>> options = socket.supportedOptions();
    if (options.contains(StandardSocketOptions.TCP_NODELAY)) {
      // A frame is written at once; waiting for more would only delay the answer to it.
      socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
      socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      for (Map.Entry<SocketOption<Integer>, Integer> probe : PROBES.entrySet()) {
        if (options.contains(probe.getKey())) {
          socket.setOption(probe.getKey(), probe.getValue());
        }
      }
    }
  }

  /// Lets frames of that many bytes through, once the handshake is over.
  void admit(int limit) {
    channel.limit(limit);
  }

  @Override
  public void close() {
    channel.close();
  }
}
