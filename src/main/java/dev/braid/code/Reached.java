package dev.braid.code;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The variables that the code in one message reaches, those that functions reach first.
final class Reached implements Reach {
  private final KnownCode known;
  private final Queue<CodeWalk.Variable> byFunctions = new ArrayDeque<>();
  private final Queue<CodeWalk.Variable> byObjects = new ArrayDeque<>();
  private final Set<CodeWalk.Variable> given = new HashSet<>();
  private boolean isRenewing = true;

  Reached(KnownCode known) {
    this.known = known;
  }

  /// One that hasn't been given yet; null if there is none. Writing its value may reach further
  /// ones.
  CodeWalk.@Nullable Variable next() {
    while (!byFunctions.isEmpty()) {
      CodeWalk.Variable next = byFunctions.remove();
      if (given.add(next)) {
        return next;
      }
    }
    // From here on a value may not be taken where it arrives, so nothing that it reaches is
    // renewed.
    isRenewing = false;
    while (!byObjects.isEmpty()) {
      CodeWalk.Variable next = byObjects.remove();
      if (given.add(next)) {
        return next;
      }
    }
    return null;
  }

  /// Whether the one given last is to be set even where it was before.
  boolean isRenewing() {
    return isRenewing;
  }

  @Override
  public void instance(String name) {
    byObjects.addAll(known.ofInstance(name));
  }

  @Override
  public void call(int kind, String owner, String name, String signature) {
    (isRenewing ? byFunctions : byObjects).addAll(known.ofCall(kind, owner, name, signature));
  }

  @Override
  public boolean takes(String name) {
    return known.takes(name);
  }
}
