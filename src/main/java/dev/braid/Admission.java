package dev.braid;

import dev.braid.code.Screen;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/// What a socket lets in: values of listed classes, within bounds.
///
/// The key says who may send; this says what, for a program that is trusted may have been taken
/// over. [#STANDARD] lists the values of the JDK: the classes of `java.lang`, `java.math`,
/// `java.time`, `java.util` and `java.util.concurrent`, and [Tuple2]. Classes of one's own are
/// added, each by itself: an object comes in if its class, its superclasses, and the classes of all
/// that it refers to, are listed. Of a class that isn't, no code runs. Lambdas and proxies never
/// come in.
///
/// ```java
/// Admission.STANDARD.with(Person.class, Address.class).maxBytes(1 << 20)
/// ```
///
/// What is not admitted is an [UnreadableException] where it is received; what is too long, a
/// [MessageTooLargeException], and the end of the connection. Immutable; can be sent to other
/// processes of the session.
///
/// @see java.io.ObjectInputFilter
public final class Admission implements Serializable {
  private static final long serialVersionUID = 1L;

  /// Values of the JDK; up to 256 MiB in a message, 20 levels of objects in objects, 10,000,000
  /// objects, and 268,435,456 elements of an array.
  ///
  /// More levels are dangerous: with sets in sets, each one doubles the time that the receiver
  /// takes.
  public static final Admission STANDARD =
      new Admission(
          1 << 28,
          new Screen(
              Set.of(Tuple2.class.getName(), Range.class.getName()),
              Set.of(
                  "java.lang",
                  "java.math",
                  "java.time",
                  "java.time.chrono",
                  "java.util",
                  "java.util.concurrent",
                  "java.util.concurrent.atomic",
                  // A ConcurrentHashMap is written with these.
                  "java.util.concurrent.locks"),
              20,
              10_000_000,
              1 << 28));

  private final int maxBytes;
  private final Screen screen;

  private Admission(int maxBytes, Screen screen) {
    this.maxBytes = maxBytes;
    this.screen = screen;
  }

  Screen screen() {
    return screen;
  }

  int maxBytes() {
    return maxBytes;
  }

  /// This, and objects of these classes. Those of their subclasses must be listed, too.
  public Admission with(Class<?>... types) {
    Set<String> classes = Arrays.stream(types).map(Class::getName).collect(Collectors.toSet());
    return new Admission(maxBytes, screen.with(classes, Set.of()));
  }

  /// This, and objects of all classes of a package, but not of the packages below it.
  ///
  /// @param name such as `com.example.orders`
  public Admission withPackage(String name) {
    return new Admission(maxBytes, screen.with(Set.of(), Set.of(name)));
  }

  /// This, with another bound of a message in bytes.
  public Admission maxBytes(int bytes) {
    return new Admission((int) positive("maxBytes", bytes), screen);
  }

  /// This, with another bound of levels of objects in objects.
  public Admission maxDepth(int levels) {
    int depth = (int) positive("maxDepth", levels);
    return new Admission(maxBytes, screen.within(depth, screen.objects(), screen.length()));
  }

  /// This, with another bound of objects in one message.
  public Admission maxObjects(long objects) {
    long most = positive("maxObjects", objects);
    return new Admission(maxBytes, screen.within(screen.depth(), most, screen.length()));
  }

  /// This, with another bound of elements in an array or container of a message.
  public Admission maxLength(int elements) {
    int length = (int) positive("maxLength", elements);
    return new Admission(maxBytes, screen.within(screen.depth(), screen.objects(), length));
  }

  private static long positive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException("%s is %d; it must be positive".formatted(name, value));
    }
    return value;
  }

  @Override
  public String toString() {
    return "Admission[%d bytes, %s]".formatted(maxBytes, screen);
  }
}
