package dev.braid.kernel;

import dev.braid.code.ClassSource;
import dev.braid.code.ShippableClass;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The loader of all cell classes, and the [ClassSource] from which children get them.
///
/// It keeps every class twice: fit to be shipped, and that with the kernel's checks woven in. As a
/// resource it serves the former, because that is what the code says without the kernel.
final class CellClassLoader extends URLClassLoader implements ClassSource {
  private final Map<String, byte[]> shippable = new ConcurrentHashMap<>();
  private final CellLines lines;
  private final CellWeaver weaver = new CellWeaver(this);

  CellClassLoader(ClassLoader parent, CellLines lines) {
    super("cells", new URL[0], parent);
    this.lines = lines;
  }

  /// Takes a class of a cell; it is woven and defined when first asked for.
  void declare(String name, byte[] bytes) {
    shippable.put(name, ShippableClass.rewrite(bytes));
  }

  @Override
  public Optional<byte[]> bytesOf(String name) {
    return Optional.ofNullable(shippable.get(name)).map(bytes -> lines.renumber(name, bytes));
  }

  @Override
  public ClassLoader loader() {
    return this;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = shippable.get(name);
    if (bytes == null) {
      return super.findClass(name);
    }
    byte[] woven = weaver.weave(bytes);
    return defineClass(name, woven, 0, woven.length);
  }

  @Override
  public @Nullable URL findResource(String name) {
    byte[] bytes =
        name.endsWith(".class")
            ? shippable.get(name.substring(0, name.length() - ".class".length()).replace('/', '.'))
            : null;
    return bytes == null ? super.findResource(name) : url(name, bytes);
  }

  @Override
  public void addURL(URL url) {
    super.addURL(url);
  }

  private static URL url(String name, byte[] bytes) {
    try {
      return URL.of(
          java.net.URI.create("cell:/" + name.replace("$", "%24")),
          new URLStreamHandler() {
            @Override
            protected URLConnection openConnection(URL url) {
              return new ClassConnection(url, bytes);
            }
          });
    } catch (java.net.MalformedURLException e) {
      throw new IllegalArgumentException("no URL can name the class file " + name, e);
    }
  }

  private static final class ClassConnection extends URLConnection {
    private final byte[] bytes;

    ClassConnection(URL url, byte[] bytes) {
      super(url);
      this.bytes = bytes;
    }

    @Override
    public void connect() {
      connected = true;
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new ByteArrayInputStream(bytes);
    }
  }
}
