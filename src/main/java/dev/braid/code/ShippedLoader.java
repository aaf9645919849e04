package dev.braid.code;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/// Defines the classes of a [Parcel], and hands them on to further processes.
public final class ShippedLoader extends ClassLoader implements ClassSource {
  private final Map<String, byte[]> classes;

  /// For these classes, by binary name; all others come from the class path.
  public ShippedLoader(Map<String, byte[]> classes) {
    super(getSystemClassLoader());
    this.classes = Map.copyOf(classes);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = classes.get(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  @Override
  public InputStream getResourceAsStream(String name) {
    String binary =
        name.endsWith(".class") ? name.substring(0, name.length() - 6).replace('/', '.') : "";
    byte[] bytes = classes.get(binary);
    return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
  }

  @Override
  public Optional<byte[]> bytesOf(String name) {
    return Optional.ofNullable(classes.get(name));
  }

  @Override
  public ClassLoader loader() {
    return this;
  }
}
