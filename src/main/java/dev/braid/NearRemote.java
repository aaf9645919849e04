package dev.braid;

import dev.braid.memory.Block;
import dev.braid.remote.GoneObjectException;
import dev.braid.remote.OtherServerException;
import dev.braid.remote.Peer;
import dev.braid.remote.Surface;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// An object of a [Manager] of this session.
final class NearRemote extends Remote {
  /// By the life of the server. Whoever has an object keeps the peer.
  private static final Map<Long, WeakReference<Peer>> PEERS = new ConcurrentHashMap<>();

  private final NearHandle handle;
  private final Peer peer;

  /// Keeps the object as long as its proxy is here.
  private final Block ticket;

  NearRemote(NearHandle handle, Block ticket) {
    this.handle = handle;
    this.peer = peer(handle.site());
    this.ticket = ticket;
  }

  /// The one of this process for that server.
  static Peer peer(NearSite site) {
    while (true) {
      WeakReference<Peer> known =
          PEERS.computeIfAbsent(
              site.server(), _ -> new WeakReference<>(new Peer(site, Duration.ZERO)));
      Peer peer = known.get();
      if (peer != null) {
        return peer;
      }
      PEERS.remove(site.server(), known);
    }
  }

  @Override
  @Nullable Object call(Method method, @Nullable Object[] arguments) throws Throwable {
    NearSite site = handle.site();
    try {
      return peer.call(site.server(), handle.object(), Surface.signature(method), arguments);
    } catch (OtherServerException | GoneObjectException e) {
      throw new ManagerLostException("%s has no such object any more".formatted(site), e);
    } catch (Throwable t) {
      throw Failures.of(t, site.name(), method);
    } finally {
      // A server may end what nobody has, such as a pool, which mustn't be under its calls.
      Reference.reachabilityFence(ticket);
    }
  }

  @Override
  Object handle() {
    return new NearHandle(
        ticket.block(), ticket.life(), handle.site(), handle.object(), handle.type());
  }

  @Override
  void leave() {
    peer.leave();
  }

  @Override
  Object identity() {
    return List.of(handle.site().server(), handle.object());
  }
}
