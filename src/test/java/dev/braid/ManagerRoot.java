package dev.braid;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// The `main` of a session of its own that serves a map, a workshop and a shop, until its input
/// ends; at every line of it, it begins anew at the same address.
final class ManagerRoot {
  static final byte[] KEY = "a key of many bytes".getBytes(US_ASCII);

  /// The place that is every address of the machine.
  static final String ANYWHERE = "*";

  private ManagerRoot() {}

  /// The arguments are a host, or *, and a port, or a path and -1; then the grace in milliseconds.
  public static void main(String[] arguments) throws IOException {
    SocketAddress address = address(arguments[0], Integer.parseInt(arguments[1]));
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    do {
      try (ManagerServer server = server(arguments[0], address)) {
        server.grace(Duration.ofMillis(Long.parseLong(arguments[2]))).serve();
        address = server.address();
        System.out.println(address instanceof InetSocketAddress at ? at.getPort() : -1);
        if (in.readLine() == null) {
          return;
        }
      }
    } while (true);
  }

  static SocketAddress address(String place, int port) {
    if (place.equals(ANYWHERE)) {
      return new InetSocketAddress(port);
    }
    return port < 0
        ? UnixDomainSocketAddress.of(Path.of(place))
        : new InetSocketAddress(place, port);
  }

  private static ManagerServer server(String place, SocketAddress address) {
    Map<String, Integer> map = new HashMap<>();
    Workshop workshop = new Workshop.Real();
    Shop shop = new Shop.Real();
    ManagerServer server =
        place.equals(ANYWHERE) && address instanceof InetSocketAddress at
            ? ManagerServer.onAllNetworks(at.getPort(), KEY)
            : ManagerServer.at(address, KEY);
    return server
        .register("map", Map.class, () -> map)
        .register("workshop", Workshop.class, () -> workshop)
        .register("shop", Shop.class, () -> shop)
        .admit(Admission.STANDARD.maxDepth(12).maxObjects(1000).maxLength(100_000_000));
  }
}
