package dev.braid;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// How a test reaches a manager's server, which is always another process.
enum Transport {
  /// Through shared memory.
  NEAR {
    @Override
    Site open() {
      return new Site(new Manager(), null);
    }
  },
  /// Through a socket.
  FAR {
    @Override
    Site open() {
      Pipe<SocketAddress> pipe = new Pipe<>();
      Process server = new Process(() -> serve(pipe.second()));
      server.start();
      pipe.second().close();
      return new Site(
          ManagerClient.connect(pipe.first().recv(), key()), new Site.Server(server, pipe.first()));
    }
  };

  /// Of the server; no process has it as its own.
  static byte[] key() {
    return "a key that only servers have".getBytes(US_ASCII);
  }

  abstract Site open();

  private static void serve(Connection<SocketAddress> report) {
    try (report;
        ManagerServer server =
            ManagerServer.at(new InetSocketAddress(0), key())
                .register("shop", Store.class, StoreKeeper::new)
                .register("cashier", Store.Cashier.class, StoreKeeper.Till::new)
                .serve()) {
      report.send(server.address());
      SocketAddress _ = report.recv();
    } catch (EndOfFileException e) {
      return; // the test is over
    }
  }

  /// A manager with its server.
  record Site(SyncManager manager, @Nullable Server server) implements AutoCloseable {
    /// @param rope its end is the server's
    record Server(Process process, Connection<SocketAddress> rope) {}

    Store shop() {
      return switch (manager) {
        case Manager near -> near.create(Store.class, StoreKeeper::new);
        case ManagerClient far -> far.get("shop", Store.class);
      };
    }

    Store.Cashier cashier() {
      return switch (manager) {
        case Manager near -> near.create(Store.Cashier.class, StoreKeeper.Till::new);
        case ManagerClient far -> far.get("cashier", Store.Cashier.class);
      };
    }

    int numberOfObjects() {
      return switch (manager) {
        case Manager near -> near.numberOfObjects();
        case ManagerClient far -> far.numberOfObjects();
      };
    }

    /// The server's.
    long pid() {
      return switch (manager) {
        case Manager near -> near.pid();
        case ManagerClient _ -> server == null ? 0 : server.process().pid();
      };
    }

    @Override
    public void close() {
      switch (manager) {
        case Manager near -> near.close();
        case ManagerClient far -> far.close();
      }
      if (server != null) {
        server.rope().close();
        server.process().join();
      }
    }
  }
}
