package dev.braid;

import dev.braid.memory.Block;
import dev.braid.remote.Export;
import dev.braid.spawn.ChildMain;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/// The server process of a [Manager]. It ends with the process that made it, at the latest.
final class ManagerProcess extends Process {
  private static final long serialVersionUID = 1L;

  private final Connection<Root> report;
  private final Connection<Object> knock;
  private final Connection<Object> door;
  private final @Nullable Task initializer;

  /// @param report where it says how it is called
  /// @param door a duplex pipe, of which clients have the first end
  ManagerProcess(Connection<Root> report, Pipe<Object> door, @Nullable Task initializer) {
    this.report = report;
    this.knock = door.first();
    this.door = door.second();
    this.initializer = initializer;
    name(name().replace(getClass().getSimpleName(), "Manager"));
  }

  @Override
  boolean endsWithParent() {
    return true;
  }

  @Override
  public void run() throws Exception {
    // Who made it is the only one who would ever end it.
    var _ = ChildMain.parentEnded().thenRun(() -> System.exit(1));
    if (initializer != null) {
      initializer.run();
    }
    Thread server = Thread.currentThread();
    try (Host host = new Host(made -> new ServedRoot(made, server::interrupt), this::handle)) {
      report.send(host.root());
      report.close();
      receive(host);
    }
  }

  private NearSite site(Host host) {
    return new NearSite(host.exports().life(), name(), knock);
  }

  private Object handle(Host host, Export export, Block ticket) {
    return new NearHandle(ticket.block(), ticket.life(), site(host), export.id(), export.type());
  }

  private void receive(Host host) {
    ThreadFactory threads = Thread.ofPlatform().daemon().name("braid-manager-client").factory();
    try {
      while (true) {
        if (door.recv() instanceof PipeConnection<?> client) {
          greet(host, client, threads);
        }
      }
    } catch (InterruptedWaitException e) {
      // The end has been asked for.
      boolean _ = Thread.interrupted();
    }
  }

  @SuppressWarnings("unchecked") // whatever a client sends, it is read as what it is
  private static void greet(Host host, PipeConnection<?> client, ThreadFactory threads) {
    Connection<@Nullable Object> connection = (Connection<@Nullable Object>) client;
    try {
      connection.send(NearSite.GREETING);
      host.server().serve(new NearLine(connection), threads);
    } catch (BrokenPipeException e) {
      connection.close();
    }
  }
}
