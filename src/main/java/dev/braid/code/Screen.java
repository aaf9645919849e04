package dev.braid.code;

import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.Status;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.Set;

/// What may come in from a process that isn't trusted with ours: values of listed classes, within
/// bounds. What isn't listed is neither loaded nor initialized.
///
/// @param classes by their binary names
/// @param packages whose classes all may, nested ones too, but not those of packages below
/// @param depth of objects in objects
/// @param objects in one value
/// @param length of an array, a string or a container
public record Screen(Set<String> classes, Set<String> packages, int depth, long objects, int length)
    implements Serializable {

  /// Of our own, which stand for values.
  private static final Set<String> OURS = Set.of(PackedOptional.class.getName());

  /// As the names of their arrays have them.
  private static final Set<String> PRIMITIVES = Set.of("B", "C", "D", "F", "I", "J", "S", "Z");

  /// Takes copies.
  public Screen {
    classes = Set.copyOf(classes);
    packages = Set.copyOf(packages);
  }

  /// This, and these classes and packages.
  public Screen with(Set<String> moreClasses, Set<String> morePackages) {
    Set<String> allClasses = new HashSet<>(classes);
    allClasses.addAll(moreClasses);
    Set<String> allPackages = new HashSet<>(packages);
    allPackages.addAll(morePackages);
    return new Screen(allClasses, allPackages, depth, objects, length);
  }

  /// This, within other bounds.
  public Screen within(int newDepth, long newObjects, int newLength) {
    return new Screen(classes, packages, newDepth, newObjects, newLength);
  }

  /// True if values of that class may come in; of an array's, if those of its elements may.
  boolean admits(String name) {
    int dimensions = name.lastIndexOf('[') + 1;
    String element = name.substring(dimensions);
    if (dimensions > 0) {
      if (!element.startsWith("L") || !element.endsWith(";")) {
        return PRIMITIVES.contains(element);
      }
      element = element.substring(1, element.length() - 1);
    }
    return classes.contains(element)
        || OURS.contains(element)
        || packages.contains(element.substring(0, Math.max(0, element.lastIndexOf('.'))));
  }

  /// Asks first, and lets `all` find only what may come in.
  ClassFinder finder(ClassFinder all) {
    return name -> {
      if (!admits(name)) {
        throw refused(name);
      }
      return all.find(name);
    };
  }

  /// The bounds, and once more the classes, which nobody gets around by a proxy.
  ///
  /// @param longest array that the bytes can account for
  ObjectInputFilter filter(long longest) {
    return found -> {
      Class<?> type = found.serialClass();
      if (type != null
          && !type.isPrimitive()
          && (Proxy.isProxyClass(type) || !admits(type.getName()))) {
        throw refused(type.getName());
      }
      check(found.depth(), depth, "levels of objects in objects");
      check(found.references(), objects, "objects");
      check(found.arrayLength(), Math.min(length, longest), "elements of an array");
      return Status.ALLOWED;
    };
  }

  private static void check(long value, long bound, String what) {
    if (value > bound) {
      throw new NotReadableException(
          "it has %d %s or more, and at most %d may come in".formatted(value, what, bound));
    }
  }

  private static NotReadableException refused(String name) {
    return new NotReadableException(
        "%s may not come in here; if it is a plain value, admit it".formatted(name));
  }
}
