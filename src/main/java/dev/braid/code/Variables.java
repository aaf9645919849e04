package dev.braid.code;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The values of cell variables that travel with code which reaches them.
///
/// ```text
///  for each variable: the class's name, the variable's name, whether it is renewed, the value
///  at the end:        null
/// ```
///
/// One that a function reaches is renewed: the function runs with what the variable was when it was
/// sent. One that only an object's methods may reach is set where it never was before; else every
/// object from a queue would undo what its receiver did.
final class Variables {
  /// The names of a class's variables that have come here.
  private static final ClassValue<Set<String>> ARRIVED =
      new ClassValue<>() {
        @Override
        protected Set<String> computeValue(Class<?> type) {
          return ConcurrentHashMap.newKeySet();
        }
      };

  /// The names of a class's variables that later values don't replace.
  private static final ClassValue<Set<String>> KEPT =
      new ClassValue<>() {
        @Override
        protected Set<String> computeValue(Class<?> type) {
          return ConcurrentHashMap.newKeySet();
        }
      };

  /// How long a value stays.
  enum Stay {
    /// Until a function comes with another one.
    UNTIL_RENEWED,
    /// As long as the process, or until its own code changes it.
    FOR_GOOD
  }

  private Variables() {}

  /// The field, if its value has to travel: it may change, and is a cell's own.
  static boolean travels(StaticField variable, ClassSource source) {
    return variable.isSettable() && source.bytesOf(variable.owner().getName()).isPresent();
  }

  static void write(GraphWriter out, CodeWalk.Variable variable, boolean isRenewed, Object value)
      throws IOException {
    out.writeObject(variable.owner());
    out.writeObject(variable.name());
    out.writeBoolean(isRenewed);
    out.writeObject(value);
  }

  static void end(GraphWriter out) throws IOException {
    out.writeObject(null);
  }

  /// Sets those that are to be set here: none in the process whose cells they are, for what another
  /// one changes stays there.
  static void read(GraphReader in, ClassSource source, Stay stay)
      throws IOException, ClassNotFoundException {
    for (Object owner = in.readObject(); owner != null; owner = in.readObject()) {
      if (source.isOrigin()) {
        return;
      }
      String name = (String) in.readObject();
      StaticField variable =
          StaticField.of(new CodeWalk.Variable((String) owner, name), source.loader());
      boolean isRenewed = in.readBoolean();
      Object value = in.readObject();
      Set<String> kept = KEPT.get(variable.owner());
      if (travels(variable, source)
          && !kept.contains(name)
          && (ARRIVED.get(variable.owner()).add(name) || isRenewed)) {
        variable.set(value);
      }
      if (stay == Stay.FOR_GOOD) {
        kept.add(name);
      }
    }
  }
}
