package dev.braid.code;

import dev.braid.memory.Held;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// JDK serialization with our own way for lambdas and class names; tells a [Reach] of all code, and
/// collects all shared objects, that it meets.
///
/// A class travels as its name alone, without the hash of its members: both sides run the same
/// code.
class GraphWriter extends ObjectOutputStream {
  private final Reach walk;
  private final Map<Life, Held> held = new LinkedHashMap<>();
  private @Nullable Object beginning;

  /// One life of a block in the arena.
  private record Life(long block, long number) {}

  GraphWriter(OutputStream out, Reach walk) throws IOException {
    super(out);
    this.walk = walk;
    enableReplaceObject(true);
  }

  /// True if what was written first is a lambda that captured nothing.
  boolean beganWithBareLambda() {
    return beginning instanceof SerializedLambda lambda && lambda.getCapturedArgCount() == 0;
  }

  /// The shared objects written so far, each once.
  List<Held> held() {
    return List.copyOf(held.values());
  }

  @Override
  protected void writeClassDescriptor(ObjectStreamClass type) throws IOException {
    writeUTF(type.getName());
  }

  @Override
  protected void annotateClass(Class<?> type) {
    Class<?> element = type;
    while (element.isArray()) {
      element = element.componentType();
    }
    walk.instance(element.getName());
  }

  @Override
  protected Object replaceObject(Object value) throws IOException {
    if (beginning == null) {
      beginning = value;
    }
    if (value instanceof SerializedLambda lambda) {
      walk.call(
          lambda.getImplMethodKind(),
          ShippedLambda.binary(lambda.getImplClass()),
          lambda.getImplMethodName(),
          lambda.getImplMethodSignature());
      String maker = ShippedLambda.binary(lambda.getCapturingClass());
      if (walk.takes(maker)) {
        // A reference such as Integer::sum doesn't reach the class that it is linked in.
        walk.call(
            MethodHandleInfo.REF_invokeStatic,
            maker,
            ShippableClass.LOOKUP,
            ShippableClass.LOOKUP_DESCRIPTOR);
        return ShippedLambda.of(lambda);
      }
    }
    if (value instanceof Held shared) {
      held.putIfAbsent(new Life(shared.block(), shared.life()), shared);
    }
    return value instanceof Optional<?> optional
        ? new PackedOptional(optional.orElse(null))
        : value;
  }
}
