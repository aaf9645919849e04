package dev.braid.code;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Defines the classes of a [Parcel], and hands them on to further processes. Those that it lacks
/// it takes from the session's [ClassStore]: they are of cells that were run later.
public final class ShippedLoader extends ClassLoader implements ClassSource {
  private final Map<String, byte[]> classes;

  private final Supplier<ClassStore> store;

  /// For these classes, by binary name, and those of the process's store; all others come from the
  /// class path.
  public ShippedLoader(Map<String, byte[]> classes) {
    this(classes, CodeBase::store);
  }

  ShippedLoader(Map<String, byte[]> classes, Supplier<ClassStore> store) {
    super(getSystemClassLoader());
    this.classes = new ConcurrentHashMap<>(classes);
    this.store = store;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = bytesOf(name).orElseThrow(() -> new ClassNotFoundException(name));
    return defineClass(name, bytes, 0, bytes.length);
  }

  @Override
  public InputStream getResourceAsStream(String name) {
    String binary =
        name.endsWith(".class") ? name.substring(0, name.length() - 6).replace('/', '.') : "";
    Optional<byte[]> bytes = binary.isEmpty() ? Optional.empty() : bytesOf(binary);
    return bytes.isPresent()
        ? new ByteArrayInputStream(bytes.get())
        : super.getResourceAsStream(name);
  }

  @Override
  public Optional<byte[]> bytesOf(String name) {
    Optional<byte[]> known = Optional.ofNullable(classes.get(name));
    if (known.isPresent()) {
      return known;
    }
    Optional<byte[]> found = store.get().find(name);
    found.ifPresent(bytes -> classes.put(name, bytes));
    return found;
  }

  @Override
  public boolean isOrigin() {
    return false;
  }

  @Override
  public ClassLoader loader() {
    return this;
  }
}
