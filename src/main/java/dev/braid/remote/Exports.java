package dev.braid.remote;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.braid.memory.Block;
import dev.braid.memory.BlockKind;
import dev.braid.memory.Garbage;
import dev.braid.memory.GoneException;
import dev.braid.memory.SharedArena;
import dev.braid.memory.Use;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a server has given out, and keeps as long as somebody has it.
///
/// Every object has a ticket, an empty block of shared memory: who has a proxy in this session
/// holds it, and so does a message on its way; for clients of other sessions the server does. So a
/// process that is killed lets go of everything, and nothing is lost between one that sends a proxy
/// and one that receives it. Who is left without a holder is found when there are twice as many
/// objects as after the last search, and at the end of a client if any object is to be told.
///
/// The root has the number 0 and stays. Safe for use by many threads.
public final class Exports {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int FEW = 64;

  /// The number of the root.
  public static final long ROOT = 0;

  private final SharedArena arena;
  private final long life = RANDOM.nextLong();

  @GuardedBy("this")
  private final Map<Long, Export> byId = new HashMap<>();

  /// By the object that is given out.
  @GuardedBy("this")
  private final IdentityHashMap<Object, Export> byReferent = new IdentityHashMap<>();

  @GuardedBy("this")
  private long last = ROOT;

  @GuardedBy("this")
  private int searchAt = FEW;

  /// Kept, so that its ticket stays.
  private final Block rootTicket;

  /// Exports nothing but the root.
  ///
  /// @param root the object that clients call first
  public Exports(SharedArena arena, Export.Facet root) {
    this.arena = arena;
    this.rootTicket = ticket();
    byId.put(ROOT, new Export(this, ROOT, List.of(root), false, null, rootTicket));
  }

  private Block ticket() {
    return arena.allocate(BlockKind.OBJECT, Long.BYTES);
  }

  /// Tells this server from every other one, also from one that had its address before.
  public long life() {
    return life;
  }

  /// Gives an object out. It stays as long as somebody has the returned block, or another process
  /// has, or uses, it.
  ///
  /// @param referent what it is known by: the same one is the same export
  /// @param quick true if none of its methods waits
  /// @param farewell what is to be done when nobody has it any more; null if nothing is
  public synchronized Given give(
      Object referent, boolean quick, List<Export.Facet> facets, @Nullable Runnable farewell) {
    Export known = byReferent.get(referent);
    if (known != null) {
      return new Given(known, pin(known));
    }
    if (byId.size() >= searchAt) {
      search();
      searchAt = Math.max(FEW, 2 * byId.size());
    }
    Block ticket = ticket();
    Export made = new Export(this, ++last, facets, quick, farewell, ticket);
    byId.put(made.id(), made);
    byReferent.put(referent, made);
    return new Given(made, ticket);
  }

  /// An export with its ticket, which keeps it.
  public record Given(Export export, Block ticket) {}

  private Block pin(Export export) {
    try {
      return arena.attach(export.ticket());
    } catch (GoneException e) {
      // Nobody had it any more, but it wasn't searched for.
      Block again = ticket();
      export.ticket(again);
      return again;
    }
  }

  /// The object with that number.
  ///
  /// @throws GoneObjectException if it isn't there any more, or never was
  synchronized Export find(long id) {
    Export found = byId.get(id);
    if (found == null) {
      throw new GoneObjectException(id);
    }
    return found;
  }

  /// The object with that number, and what keeps it.
  ///
  /// @throws GoneObjectException if it isn't there any more, or never was
  public synchronized Given attach(long id) {
    Export found = find(id);
    return new Given(found, pin(found));
  }

  /// Keeps the object with that number until the use is closed.
  ///
  /// @throws GoneObjectException if it isn't there any more, or never was
  synchronized Use hold(long id) {
    return arena.use(pin(find(id)));
  }

  /// Somebody is gone for good: looks who is left without a holder, if that matters to any object.
  synchronized void sweep() {
    if (byId.values().stream().anyMatch(export -> export.farewell() != null)) {
      search();
    }
  }

  /// How many objects there are, but for the root; looks first who is left without a holder.
  public synchronized int count() {
    search();
    return byId.size() - 1;
  }

  @GuardedBy("this")
  private void search() {
    // Proxies of this process itself, such as those of answers, end with the garbage collection.
    Garbage.collect(arena);
    List<Export> left = new ArrayList<>();
    for (Export export : byId.values()) {
      if (export.id() != ROOT && !arena.isLive(export.ticket())) {
        left.add(export);
      }
    }
    left.forEach(export -> byId.remove(export.id()));
    byReferent.values().removeAll(left);
    for (Export export : left) {
      Runnable farewell = export.farewell();
      if (farewell != null) {
        // It may wait, which isn't for whoever has found it.
        Thread _ = Thread.ofVirtual().name("braid-manager-farewell").start(farewell);
      }
    }
  }
}
