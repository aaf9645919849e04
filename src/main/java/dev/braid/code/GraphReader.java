package dev.braid.code;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads what a [GraphWriter] wrote, with the classes of one loader.
final class GraphReader extends ObjectInputStream {
  private static final Map<String, Class<?>> PRIMITIVES =
      Map.of(
          "boolean", boolean.class,
          "byte", byte.class,
          "char", char.class,
          "short", short.class,
          "int", int.class,
          "long", long.class,
          "float", float.class,
          "double", double.class,
          "void", void.class);

  private final ClassLoader loader;
  private final ClassFinder classes;

  /// Of what a stand-in has just been replaced by: it was made here, whatever may come in.
  private @Nullable Class<?> made;

  /// Reads all that is left, and no array longer than that can be: a damaged length must not ask
  /// for all the memory there is. The tables of maps have more places than entries, the least of
  /// them 16.
  static GraphReader of(Cursor in, ClassLoader loader) throws IOException {
    long longest = longest(in);
    GraphReader reader = new GraphReader(in.stream(), loader);
    reader.setObjectInputFilter(found ->
        found.arrayLength() > longest
            ? ObjectInputFilter.Status.REJECTED
            : ObjectInputFilter.Status.UNDECIDED);
    return reader;
  }

  /// As [#of], but lets in only what `screen` admits.
  static GraphReader of(Cursor in, ClassLoader loader, Screen screen) throws IOException {
    ClassFinder all = ClassFinder.of(loader);
    GraphReader reader = new GraphReader(in.stream(), loader, screen.finder(all));
    ObjectInputFilter filter = screen.filter(longest(in));
    reader.setObjectInputFilter(found ->
        reader.hasMade(found.serialClass())
            ? ObjectInputFilter.Status.ALLOWED
            : filter.checkInput(found));
    return reader;
  }

  private static long longest(Cursor in) {
    return 16 * in.remaining() + 1024;
  }

  GraphReader(InputStream in, ClassLoader loader) throws IOException {
    this(in, loader, ClassFinder.of(loader));
  }

  private GraphReader(InputStream in, ClassLoader loader, ClassFinder classes) throws IOException {
    super(in);
    this.loader = loader;
    this.classes = classes;
    enableResolveObject(true);
  }

  @Override
  protected Object resolveObject(Object value) throws IOException {
    if (value instanceof StandIn standIn) {
      Object original = standIn.original();
      made = original.getClass();
      return original;
    }
    return value instanceof ShippedLambda lambda ? lambda.link(loader) : value;
  }

  /// True once, for the class of what has just been made.
  private boolean hasMade(@Nullable Class<?> type) {
    boolean isIt = type != null && type == made;
    made = null;
    return isIt;
  }

  @Override
  protected ObjectStreamClass readClassDescriptor() throws IOException, ClassNotFoundException {
    return ObjectStreamClass.lookupAny(load(readUTF()));
  }

  @Override
  protected Class<?> resolveClass(ObjectStreamClass type) throws ClassNotFoundException {
    return load(type.getName());
  }

  private Class<?> load(String name) throws ClassNotFoundException {
    Class<?> primitive = PRIMITIVES.get(name);
    return primitive == null ? classes.find(name) : primitive;
  }
}
