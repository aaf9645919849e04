package dev.braid.code;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The code that has been sent from this process: walked once, its classes published once.
///
/// It knows classes by their names alone, so that it keeps none of them alive. Safe for use by many
/// threads.
final class KnownCode {
  private record Root(int kind, String owner, String name, String signature) {}

  /// The kind of a root that is a whole class; those of method handles begin at 1.
  private static final int INSTANCE = 0;

  private final ClassSource source;
  private final ClassStore store;
  private final Map<Root, Set<CodeWalk.Variable>> variables = new ConcurrentHashMap<>();
  private final Map<String, Boolean> taken = new ConcurrentHashMap<>();

  @GuardedBy("this")
  private final Set<String> published = new HashSet<>();

  KnownCode(ClassSource source, ClassStore store) {
    this.source = source;
    this.store = store;
  }

  /// The variables that an instance of that class may reach.
  Set<CodeWalk.Variable> ofInstance(String name) {
    return reach(new Root(INSTANCE, name, "", ""), walk -> walk.instance(name));
  }

  /// The variables that a call of that method may reach.
  Set<CodeWalk.Variable> ofCall(int kind, String owner, String name, String signature) {
    return reach(
        new Root(kind, owner, name, signature), walk -> walk.call(kind, owner, name, signature));
  }

  private Set<CodeWalk.Variable> reach(Root root, Consumer<CodeWalk> follow) {
    Set<CodeWalk.Variable> known = variables.get(root);
    if (known != null) {
      return known;
    }
    CodeWalk walk = new CodeWalk(source);
    follow.accept(walk);
    publish(walk.classes());
    // Only now: who finds it here sends without publishing.
    variables.put(root, Set.copyOf(walk.variables()));
    return walk.variables();
  }

  private synchronized void publish(Map<String, byte[]> classes) {
    Map<String, byte[]> added = new LinkedHashMap<>(classes);
    added.keySet().removeAll(published);
    if (!added.isEmpty()) {
      store.publish(added);
      published.addAll(added.keySet());
    }
  }

  /// True if that class is a cell's.
  boolean takes(String name) {
    return taken.computeIfAbsent(name, unknown -> source.bytesOf(unknown).isPresent());
  }
}
