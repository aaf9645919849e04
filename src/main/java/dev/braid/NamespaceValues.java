package dev.braid;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What is behind a [Namespace], at its server.
final class NamespaceValues implements Namespace {
  @GuardedBy("this")
  private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

  @Override
  @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"}) // the caller knows
  public synchronized <T extends @Nullable Object> T get(String name) {
    requireThere(name);
    return (T) values.get(name);
  }

  @Override
  public synchronized void set(String name, @Nullable Object value) {
    values.put(name, value);
  }

  @Override
  public synchronized void remove(String name) {
    requireThere(name);
    values.remove(name);
  }

  @GuardedBy("this")
  private void requireThere(String name) {
    if (!values.containsKey(name)) {
      throw new NoSuchElementException(
          "the namespace has no '%s'; it has %s".formatted(name, values.keySet()));
    }
  }

  @Override
  public synchronized Set<String> names() {
    return new LinkedHashSet<>(values.keySet());
  }

  @Override
  public synchronized String toString() {
    return values.entrySet().stream()
        .filter(entry -> !entry.getKey().startsWith("_"))
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(", ", "Namespace(", ")"));
  }
}
