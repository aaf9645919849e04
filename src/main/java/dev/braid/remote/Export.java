package dev.braid.remote;

import dev.braid.memory.Block;
import dev.braid.memory.BlockName;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// An object of this process that others may call.
public final class Export {
  /// A side of an object: by which type it is called, and who answers. The first one's type is what
  /// the object is known by; later ones go before earlier ones.
  public record Facet(Class<?> type, Object referent) {}

  /// A method with the one who answers.
  record Bound(Method method, Object referent) {
    @Nullable Object invoke(@Nullable Object[] arguments) throws Throwable {
      try {
        return method.invoke(referent, arguments);
      } catch (InvocationTargetException e) {
        Throwable cause = e.getCause();
        throw cause == null ? e : cause;
      }
    }
  }

  private final Exports exports;
  private final long id;
  private final List<Facet> facets;
  private final boolean quick;
  private final @Nullable Runnable farewell;

  /// The block that lasts as long as somebody, in whatever process, has it, or a message brings it;
  /// guarded by `exports`. A name alone, for the export mustn't keep itself.
  private BlockName ticket;

  Export(
      Exports exports,
      long id,
      List<Facet> facets,
      boolean quick,
      @Nullable Runnable farewell,
      Block ticket) {
    this.exports = exports;
    this.id = id;
    this.facets = List.copyOf(facets);
    this.quick = quick;
    this.farewell = farewell;
    this.ticket = BlockName.of(ticket);
  }

  /// Its number at its server.
  public long id() {
    return id;
  }

  /// Whose it is.
  public Exports exports() {
    return exports;
  }

  /// By which type it is known.
  public Class<?> type() {
    return facets.getFirst().type();
  }

  /// True if none of its methods waits.
  boolean isQuick() {
    return quick;
  }

  /// What is to be done when nobody has it any more; null if nothing is.
  @Nullable Runnable farewell() {
    return farewell;
  }

  BlockName ticket() {
    return ticket;
  }

  void ticket(Block other) {
    ticket = BlockName.of(other);
  }

  /// Calls one of its methods, here.
  ///
  /// @throws NoSuchElementException if it has no such method
  /// @throws Throwable what the method throws
  public @Nullable Object call(String signature, @Nullable Object[] arguments) throws Throwable {
    return bind(signature).invoke(arguments);
  }

  Bound bind(String signature) {
    for (Facet facet : facets.reversed()) {
      Method method = Surface.of(facet.type()).find(signature);
      if (method != null) {
        return new Bound(method, facet.referent());
      }
    }
    throw Surface.of(type()).missing(signature);
  }
}
