package dev.braid;

import dev.braid.code.StandIn;
import dev.braid.code.Traveller;
import dev.braid.memory.Block;
import dev.braid.memory.Held;
import java.io.InvalidObjectException;
import java.io.Serializable;

/// An object of a [ManagerServer] on its way within the server's own session, where the message
/// keeps its ticket: so it may lie in a queue that nobody has taken it from. The rest is what a
/// [FarHandle] has.
record ServedHandle(
    long block, long life, String place, int port, long server, long object, String type)
    implements Held, StandIn, Traveller, Serializable {
  static ServedHandle of(Block ticket, FarHandle far) {
    return new ServedHandle(
        ticket.block(),
        ticket.life(),
        far.place(),
        far.port(),
        far.server(),
        far.object(),
        far.type());
  }

  @Override
  public Object original() throws InvalidObjectException {
    return abroad().original();
  }

  @Override
  public FarHandle abroad() {
    return new FarHandle(place, port, server, object, type);
  }
}
