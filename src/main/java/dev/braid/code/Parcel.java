package dev.braid.code;

import dev.braid.memory.Held;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.ObjectStreamException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A value packed for another process, with the classes that it needs and the variables that its
/// code can reach.
///
/// All is one graph: two names for one object stay one object. What is packed is a copy as of now.
///
/// @param classes from binary name to bytes
/// @param graph the value, then the variables
/// @param held the shared objects in the graph, each once, which must be kept until the process has
///   them; empty in a parcel that arrived
public record Parcel(Map<String, byte[]> classes, byte[] graph, List<Held> held) {
  /// Packs `value`.
  ///
  /// @param what names the value in messages, such as `target`
  /// @throws NotCopyableException if something in it can't be copied, with the path to it
  public static Parcel pack(String what, Object value, ClassSource source) {
    CodeWalk walk = new CodeWalk(source);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String part = what;
    Object current = value;
    List<Held> held;
    try (GraphWriter out = new GraphWriter(bytes, walk)) {
      out.writeObject(value);
      Set<CodeWalk.Variable> written = new LinkedHashSet<>();
      // Writing a variable may reach further ones.
      while (written.size() < walk.variables().size()) {
        for (CodeWalk.Variable variable : Set.copyOf(walk.variables())) {
          if (written.add(variable)) {
            StaticField field = StaticField.of(variable, source.loader());
            part = "variable '" + variable.name() + "'";
            if (Variables.travels(field, source)) {
              current = field.get();
              Variables.write(out, variable, false, current);
            }
          }
        }
      }
      Variables.end(out);
      held = out.held();
    } catch (ObjectStreamException e) {
      throw NotCopyableException.of(part, current, Destination.CHILD, e);
    } catch (IOException e) {
      throw NotCopyableException.of(part, Destination.CHILD, e);
    }
    return new Parcel(walk.classes(), bytes.toByteArray(), held);
  }

  /// Unpacks the value with the classes of `source`. Variables that came with it are set there if
  /// they have not been before, and not at all in the process whose cells they are.
  public Object unpack(ClassSource source) throws IOException, ClassNotFoundException {
    try (GraphReader in = new GraphReader(new ByteArrayInputStream(graph), source.loader())) {
      Object value = in.readObject();
      Variables.read(in, source, Variables.Stay.UNTIL_RENEWED);
      return value;
    }
  }

  /// Writes it for [#read].
  public void write(DataOutput out) throws IOException {
    out.writeInt(classes.size());
    for (Map.Entry<String, byte[]> type : classes.entrySet()) {
      out.writeUTF(type.getKey());
      out.writeInt(type.getValue().length);
      out.write(type.getValue());
    }
    out.writeInt(graph.length);
    out.write(graph);
  }

  /// Reads what [#write] wrote.
  public static Parcel read(DataInput in) throws IOException {
    Map<String, byte[]> classes = new LinkedHashMap<>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      classes.put(in.readUTF(), bytes(in));
    }
    return new Parcel(classes, bytes(in), List.of());
  }

  private static byte[] bytes(DataInput in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return bytes;
  }
}
