package dev.braid.leak;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.jqwik.api.lifecycle.AroundContainerHook;
import net.jqwik.api.lifecycle.ContainerLifecycleContext;

/// The [LeakCheck] for classes of properties, which jqwik runs and not Jupiter.
public final class LeakHook implements AroundContainerHook {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Map<Class<?>, Footprint> before = new ConcurrentHashMap<>();

  /// For jqwik.
  public LeakHook() {}

  /// Outside of the class's own methods, whose number is -10.
  @Override
  public int proximity() {
    return -20;
  }

  @Override
  public void beforeContainer(ContainerLifecycleContext context) {
    context.optionalContainerClass().ifPresent(tests -> before.put(tests, LeakCheck.begin()));
  }

  @Override
  public void afterContainer(ContainerLifecycleContext context) {
    Class<?> tests = context.optionalContainerClass().orElseThrow();
    Footprint there = before.remove(tests);
    if (there != null) {
      try {
        LeakCheck.end(there, PATIENCE, tests);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while looking for leaks", e);
      }
    }
  }
}
