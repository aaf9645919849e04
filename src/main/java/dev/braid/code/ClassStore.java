package dev.braid.code;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The classes that no class path has, shared by all processes of a session: what is sent through a
/// queue may be of a class that didn't exist when its receiver was started.
///
/// Safe for use by many threads and processes.
public interface ClassStore {
  /// Makes them findable by every process before it returns. Publishing a class again changes
  /// nothing: a name has the same bytes in the whole session.
  ///
  /// @param classes from binary name to bytes
  void publish(Map<String, byte[]> classes);

  /// The bytes of a class by its binary name, `REPL.$JShell$1`.
  Optional<byte[]> find(String binaryName);

  /// One for this process alone, which has no session.
  static ClassStore ofThisProcess() {
    Map<String, byte[]> published = new ConcurrentHashMap<>();
    return new ClassStore() {
      @Override
      public void publish(Map<String, byte[]> classes) {
        classes.forEach(published::putIfAbsent);
      }

      @Override
      public Optional<byte[]> find(String binaryName) {
        return Optional.ofNullable(published.get(binaryName));
      }
    };
  }
}
