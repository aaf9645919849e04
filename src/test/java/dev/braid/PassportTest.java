package dev.braid;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.Store.Ware;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/// The key of a server goes with its objects to all processes of a session, and to nobody else.
class PassportTest {
  private static final byte[] KEY = Transport.key();
  private static final String SECRET = new String(KEY, ISO_8859_1);

  private static ManagerServer server() {
    return ManagerServer.at(new InetSocketAddress(0), KEY)
        .register("shop", Store.class, StoreKeeper::new);
  }

  private static byte[] near(Object value) {
    var message = Messages.encode("object", value);
    byte[] bytes = new byte[(int) message.length()];
    message.writeTo(MemorySegment.ofArray(bytes), 0);
    return bytes;
  }

  private static void keepsItsSecret(Object proxy, Class<?> handle) {
    Remote remote = Proxies.remoteOf(proxy);
    assertThat(remote).isNotNull();
    Object written = remote == null ? "" : remote.handle();
    assertThat(written).isInstanceOf(handle);
    assertThat(written.toString()).contains("Store").doesNotContain(SECRET);
    // Who looks for it in this way finds it.
    assertThat(new String(near(proxy), ISO_8859_1)).contains(SECRET);
    assertThat(new String(SocketConnection.encode("object", proxy), ISO_8859_1))
        .contains(FarHandle.class.getName())
        .doesNotContain(SECRET);
  }

  @Test
  void aServersOwnSessionHasTheKeyAndNobodyElse() {
    try (ManagerServer server = server().serve();
        ManagerClient client = ManagerClient.connect(server.address(), KEY)) {
      keepsItsSecret(client.get("shop", Store.class), ServedHandle.class);
    }
  }

  @Test
  void aClientsSessionHasTheKeyAndNobodyElse() {
    try (Transport.Site site = Transport.FAR.open()) {
      keepsItsSecret(site.shop(), CarriedHandle.class);
    }
  }

  @Test
  void aChildOfTheServersSessionCallsAnObjectOfAUsersType() {
    try (ManagerServer server = server().serve();
        ManagerClient client = ManagerClient.connect(server.address(), KEY)) {
      Store shop = client.get("shop", Store.class);
      Other.Kind.PROCESS
          .start(() -> {
            assertThat(shop.where()).isNotEqualTo(Multiprocessing.getpid());
            assertThat(shop.sell("jam")).isEqualTo(new Ware("jam", 5));
            assertThat(shop.wares().next()).isEqualTo(new Ware("tea", 3));
          })
          .join();
    }
  }
}
