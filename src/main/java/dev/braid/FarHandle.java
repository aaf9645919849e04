package dev.braid;

import dev.braid.code.StandIn;
import dev.braid.remote.Exports;
import dev.braid.remote.GoneObjectException;
import java.io.InvalidObjectException;
import java.io.Serializable;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;

/// An object of a [ManagerServer] on its way from one session to another: what everybody may know.
///
/// @param place the host, or the path of a Unix-domain socket
/// @param port -1 for a Unix-domain socket
/// @param server life of its exports
/// @param object its number
/// @param type name of the one by which it is called
record FarHandle(String place, int port, long server, long object, String type)
    implements StandIn, Serializable {
  static FarHandle of(SocketAddress address, long server, long object, Class<?> type) {
    return switch (address) {
      case InetSocketAddress internet ->
          new FarHandle(
              internet.getAddress().getHostAddress(),
              internet.getPort(),
              server,
              object,
              type.getName());
      case UnixDomainSocketAddress local ->
          new FarHandle(
              local.getPath().toAbsolutePath().toString(), -1, server, object, type.getName());
      default -> throw new IllegalArgumentException("no address of a manager: " + address);
    };
  }

  /// Where its server is, as seen from the server.
  SocketAddress address() {
    return port < 0
        ? UnixDomainSocketAddress.of(Path.of(place))
        : new InetSocketAddress(place, port);
  }

  @Override
  public Object original() throws InvalidObjectException {
    Host host = Host.here(server);
    if (host == null) {
      return ManagerClient.of(this).proxy(this);
    }
    try {
      Exports.Given given = host.exports().attach(object);
      return Proxies.of(given.export().type(), new LocalRemote(host, given));
    } catch (GoneObjectException e) {
      throw new ManagerLostException("the object was let go of by all; keep a reference to it", e);
    }
  }
}
