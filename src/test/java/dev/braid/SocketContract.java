package dev.braid;

import dev.braid.Other.Kind;
import java.net.SocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// What all connections do, by a socket.
abstract class SocketContract extends ConnectionContract {
  private Listener listener = new Listener();

  abstract SocketAddress where();

  @BeforeEach
  void listen() {
    listener.close();
    listener = new Listener(where());
  }

  @AfterEach
  void stop() {
    listener.close();
  }

  @Override
  Ends<Object> ends() {
    Connection<Object> client = Client.connect(listener.address());
    return new Ends<>(listener.accept(), client);
  }

  @Override
  Partner<Object> start(Task1<Connection<Object>> task) {
    SocketAddress address = listener.address();
    Process process =
        started(() -> {
          try (Connection<Object> there = Client.connect(address)) {
            task.run(there);
          }
        });
    return new Partner<>(process, listener.accept());
  }

  @Override
  Peer<Object> start(Kind kind, Task1<Connection<Object>> task) {
    SocketAddress address = listener.address();
    Other other =
        kind.start(() -> {
          try (Connection<Object> there = Client.connect(address)) {
            task.run(there);
          }
        });
    return new Peer<>(other, listener.accept());
  }
}
