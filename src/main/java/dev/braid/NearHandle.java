package dev.braid;

import dev.braid.code.StandIn;
import dev.braid.memory.Block;
import dev.braid.memory.Held;
import dev.braid.memory.SharedArena;
import dev.braid.remote.GoneObjectException;
import java.io.Serializable;

/// An object of a [Manager] on its way within the session; the message keeps its ticket.
///
/// @param object its number
/// @param type by which it is called
record NearHandle(long block, long life, NearSite site, long object, Class<?> type)
    implements Held, StandIn, Serializable {
  @Override
  public Object original() {
    Host host = Host.here(site.server());
    try {
      return host != null
          ? Proxies.of(type, new LocalRemote(host, host.exports().attach(object)))
          : Proxies.of(type, new NearRemote(this, ticket()));
    } catch (GoneObjectException e) {
      throw new ManagerLostException("the object was let go of by all; keep a reference to it", e);
    }
  }

  private Block ticket() {
    return SharedArena.current().attach(this);
  }
}
