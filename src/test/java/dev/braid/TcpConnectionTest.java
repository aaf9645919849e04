package dev.braid;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

class TcpConnectionTest extends SocketContract {
  @Override
  SocketAddress where() {
    return new InetSocketAddress("localhost", 0);
  }
}
