package dev.braid.code;

import dev.braid.memory.Held;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.SerializedLambda;

/// Writes values for a process that may be of another session, or on another machine: neither code
/// nor what is shared means anything there.
final class ValueWriter extends GraphWriter {
  /// Classes of cells are published, for the other end may be of this session after all; what their
  /// code reaches stays here.
  private record Publishing(KnownCode known) implements Reach {
    @Override
    public void instance(String name) {
      var _ = known.ofInstance(name);
    }

    @Override
    public void call(int kind, String owner, String name, String signature) {}

    @Override
    public boolean takes(String name) {
      return false;
    }
  }

  ValueWriter(OutputStream out, KnownCode known) throws IOException {
    super(out, new Publishing(known));
  }

  @Override
  protected Object replaceObject(Object value) throws IOException {
    if (value instanceof SerializedLambda lambda) {
      throw new IOException(
          "there is a lambda of %s in it, and code is not taken from a network; send data"
              .formatted(ShippedLambda.binary(lambda.getCapturingClass())));
    }
    if (value instanceof Traveller traveller) {
      return super.replaceObject(traveller.abroad());
    }
    if (value instanceof Held) {
      Class<?> kind = value.getClass().getEnclosingClass();
      throw new IOException(
          "there is a %s in it, which lives in the memory of this session; send it through a Pipe or a Queue"
              .formatted((kind == null ? value.getClass() : kind).getSimpleName()));
    }
    return super.replaceObject(value);
  }
}
