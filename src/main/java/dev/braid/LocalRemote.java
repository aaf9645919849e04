package dev.braid;

import dev.braid.memory.Block;
import dev.braid.remote.Export;
import dev.braid.remote.Exports;
import dev.braid.remote.Surface;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An object that this process serves: called directly, and nothing is copied.
final class LocalRemote extends Remote {
  private final Host host;
  private final Export export;

  /// Keeps the object as long as its proxy is here.
  private final Block ticket;

  LocalRemote(Host host, Exports.Given given) {
    this.host = host;
    this.export = given.export();
    this.ticket = given.ticket();
  }

  Host host() {
    return host;
  }

  @Override
  @Nullable Object call(Method method, @Nullable Object[] arguments) throws Throwable {
    try {
      return export.call(Surface.signature(method), arguments);
    } catch (CopyException e) {
      // Of a call within: this one has run.
      throw e.unsent(false);
    }
  }

  @Override
  Object handle() {
    return host.handle(export, ticket);
  }

  @Override
  void leave() {}

  @Override
  Object identity() {
    return List.of(export.exports().life(), export.id());
  }
}
