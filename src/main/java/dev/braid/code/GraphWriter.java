package dev.braid.code;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.lang.invoke.SerializedLambda;

/// JDK serialization with our own way for lambdas and class names; tells a [CodeWalk] of all code
/// that it meets.
///
/// A class travels as its name alone, without the hash of its members: both sides run the same
/// code.
final class GraphWriter extends ObjectOutputStream {
  private final CodeWalk walk;

  GraphWriter(OutputStream out, CodeWalk walk) throws IOException {
    super(out);
    this.walk = walk;
    enableReplaceObject(true);
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
  protected Object replaceObject(Object value) {
    if (value instanceof SerializedLambda lambda) {
      walk.call(
          lambda.getImplMethodKind(),
          ShippedLambda.binary(lambda.getImplClass()),
          lambda.getImplMethodName(),
          lambda.getImplMethodSignature());
      if (walk.takes(ShippedLambda.binary(lambda.getCapturingClass()))) {
        return ShippedLambda.of(lambda);
      }
    }
    return value;
  }
}
