package dev.braid;

import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Named values at a server, made by [Manager#namespace]; Python's `Namespace`.
///
/// A value is copied when it is set and when it is got: what is changed in a copy has to be set
/// again. Its text leaves out names that begin with `_`, as in Python. It can be sent to any
/// process. Safe for use by many threads and processes.
public interface Namespace {
  /// The value of that name.
  ///
  /// @throws NoSuchElementException if there is none
  @SuppressWarnings("TypeParameterUnusedInFormals") // who set it knows what it is
  <T extends @Nullable Object> T get(String name);

  /// Sets the value of that name.
  ///
  /// @throws CopyException if it can't be copied
  void set(String name, @Nullable Object value);

  /// Removes the value of that name.
  ///
  /// @throws NoSuchElementException if there is none
  void remove(String name);

  /// The names that have values, in the order in which they got their first one.
  Set<String> names();
}
