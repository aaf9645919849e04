package dev.braid;

import dev.braid.remote.Exports;
import dev.braid.remote.GoneObjectException;
import dev.braid.remote.OtherServerException;
import dev.braid.remote.Surface;
import java.lang.ref.Cleaner;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An object of a [ManagerServer].
///
/// One that has a name is found again by it when its server was started anew.
final class FarRemote extends Remote {
  private static final Cleaner CLEANER = Cleaner.create();

  private final ManagerClient client;
  private final Class<?> type;
  private volatile Place place;
  private volatile @Nullable String name;

  /// Where the object is; the server keeps it as long as this is here.
  private record Place(long server, long object) {
    static Place held(ManagerClient client, long server, long object, long hold) {
      Place place = new Place(server, object);
      // Nothing in it refers to the place.
      var _ = CLEANER.register(place, () -> client.release(server, hold));
      return place;
    }
  }

  private FarRemote(ManagerClient client, Class<?> type, Place place) {
    this.client = client;
    this.type = type;
    this.place = place;
  }

  /// The root, which the server keeps by itself.
  static FarRemote root(ManagerClient client) {
    return new FarRemote(client, Root.class, new Place(0, Exports.ROOT));
  }

  /// One that the server has been asked to keep.
  ///
  /// @param hold by which it does
  static FarRemote held(ManagerClient client, long server, long object, long hold, Class<?> type) {
    return new FarRemote(client, type, Place.held(client, server, object, hold));
  }

  /// Lets it be found by that name when the server is another one.
  void named(String newName) {
    name = newName;
  }

  @Override
  @Nullable Object call(Method method, @Nullable Object[] arguments) throws Throwable {
    try {
      return callThere(method, arguments);
    } catch (OtherServerException | GoneObjectException e) {
      findAgain(e);
      return callThere(method, arguments);
    }
  }

  private @Nullable Object callThere(Method method, @Nullable Object[] arguments) throws Throwable {
    Place there = place;
    try {
      return client
          .peer()
          .call(there.server(), there.object(), Surface.signature(method), arguments);
    } catch (OtherServerException | GoneObjectException e) {
      throw e;
    } catch (Throwable t) {
      throw Failures.of(t, client.server(), method);
    }
  }

  private void findAgain(Exception why) {
    String known = name;
    if (place.object() == Exports.ROOT) {
      place = new Place(client.life(), Exports.ROOT);
    } else if (known != null) {
      Remote again = Proxies.remoteOf(client.get(known, type));
      if (again instanceof FarRemote found) {
        place = found.place;
      }
    } else {
      throw new ManagerLostException(
          "%s has no such object any more; get it anew".formatted(client.server()), why);
    }
  }

  @Override
  Object handle() {
    Place there = place;
    return new CarriedHandle(client.passport(there.server(), there.object(), type));
  }

  @Override
  void leave() {
    client.peer().leave();
  }

  @Override
  Object identity() {
    return List.of(place.server(), place.object());
  }
}
