package dev.braid;

import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class UnixConnectionTest extends SocketContract {
  @TempDir private Path directory = Path.of("");

  @Override
  SocketAddress where() {
    return UnixDomainSocketAddress.of(directory.resolve("socket"));
  }
}
