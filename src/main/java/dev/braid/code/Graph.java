package dev.braid.code;

import dev.braid.memory.Held;
import java.io.IOException;
import java.io.ObjectStreamException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Any value on its way, as a graph of objects: two names for one object stay one object.
///
/// With it come the values of the cell variables that its code reaches; see [Variables].
///
/// @param bytes what follows the tag
/// @param held the shared objects that the graph names
/// @param isCodeAlone true if it is a function that captured nothing and reaches no variable
record Graph(GraphBytes bytes, List<Held> held, boolean isCodeAlone) implements Encoding {
  static Graph of(String what, Object value, ClassSource source, KnownCode known) {
    GraphBytes bytes = new GraphBytes();
    Reached reached = new Reached(known);
    String part = what;
    @Nullable Object current = value;
    try (GraphWriter out = new GraphWriter(bytes, reached)) {
      out.writeObject(value);
      boolean isCodeAlone = out.beganWithBareLambda();
      for (CodeWalk.Variable variable = reached.next();
          variable != null;
          variable = reached.next()) {
        StaticField field = StaticField.of(variable, source.loader());
        if (Variables.travels(field, source)) {
          isCodeAlone = false;
          part = "variable '" + variable.name() + "'";
          current = field.get();
          Variables.write(out, variable, reached.isRenewing(), current);
        }
      }
      Variables.end(out);
      out.flush();
      return new Graph(bytes, out.held(), isCodeAlone);
    } catch (ObjectStreamException e) {
      throw NotCopyableException.of(part, current, Destination.PROCESS, e);
    } catch (IOException | StackOverflowError e) {
      throw NotCopyableException.of(part, Destination.PROCESS, e);
    }
  }

  /// A value alone, for a process that may have other code: without the variables that its code
  /// reaches, and without code.
  static Graph ofValue(String what, Object value, KnownCode known) {
    GraphBytes bytes = new GraphBytes();
    try (ValueWriter out = new ValueWriter(bytes, known)) {
      out.writeObject(value);
      Variables.end(out);
      out.flush();
      return new Graph(bytes, List.of(), false);
    } catch (ObjectStreamException e) {
      throw NotCopyableException.of(what, value, Destination.NETWORK, e);
    } catch (IOException | StackOverflowError e) {
      throw NotCopyableException.of(what, Destination.NETWORK, e);
    }
  }

  @Override
  public long length() {
    return 1 + bytes.length();
  }

  @Override
  public void writeTo(MemorySegment target, long offset) {
    target.set(Layouts.BYTE, offset, Tag.GRAPH.code());
    bytes.copyTo(target, offset + 1);
  }

  /// Reads what follows the tag.
  static Object read(Cursor in, ClassSource source, Variables.Stay stay)
      throws IOException, ClassNotFoundException {
    try (GraphReader reader = GraphReader.of(in, source.loader())) {
      Object value = reader.readObject();
      Variables.read(reader, source, stay);
      return value;
    }
  }

  /// Reads what follows the tag, if all of it may come in: a value, and no variable.
  static Object read(Cursor in, ClassSource source, Screen screen)
      throws IOException, ClassNotFoundException {
    try (GraphReader reader = GraphReader.of(in, source.loader(), screen)) {
      Object value = reader.readObject();
      if (reader.readObject() != null) {
        throw new NotReadableException("something follows the value");
      }
      return value;
    }
  }
}
