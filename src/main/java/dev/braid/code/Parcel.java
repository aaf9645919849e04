package dev.braid.code;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.ObjectStreamException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// A value packed for another process, with the classes that it needs and the variables that its
/// code can reach.
///
/// All is one graph: two names for one object stay one object. What is packed is a copy as of now.
///
/// @param classes from binary name to bytes
/// @param graph the value, then the variables
public record Parcel(Map<String, byte[]> classes, byte[] graph) {
  /// Packs `value`.
  ///
  /// @param what names the value in messages, such as `target`
  /// @throws NotCopyableException if something in it can't be copied, with the path to it
  public static Parcel pack(String what, Object value, ClassSource source) {
    CodeWalk walk = new CodeWalk(source);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String part = what;
    Object current = value;
    try (GraphWriter out = new GraphWriter(bytes, walk)) {
      out.writeObject(value);
      Set<CodeWalk.Variable> written = new LinkedHashSet<>();
      // Writing a variable may reach further ones.
      while (written.size() < walk.variables().size()) {
        for (CodeWalk.Variable variable : Set.copyOf(walk.variables())) {
          if (written.add(variable)) {
            StaticField field = StaticField.of(variable, source.loader());
            part = "variable '" + variable.name() + "'";
            if (field.isSettable()) {
              current = field.get();
              out.writeObject(variable.owner());
              out.writeObject(variable.name());
              out.writeObject(current);
            }
          }
        }
      }
      out.writeObject(null);
    } catch (ObjectStreamException e) {
      throw NotCopyableException.of(part, current, e);
    } catch (IOException e) {
      throw new NotCopyableException(
          "%s can't be copied to another process: %s".formatted(part, e.getMessage()), e);
    }
    return new Parcel(walk.classes(), bytes.toByteArray());
  }

  /// Unpacks the value, and sets the variables that came with it in the classes of `loader`.
  public Object unpack(ClassLoader loader) throws IOException, ClassNotFoundException {
    try (GraphReader in = new GraphReader(new ByteArrayInputStream(graph), loader)) {
      Object value = in.readObject();
      for (Object owner = in.readObject(); owner != null; owner = in.readObject()) {
        String name = (String) in.readObject();
        StaticField.of(new CodeWalk.Variable((String) owner, name), loader).set(in.readObject());
      }
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
    return new Parcel(classes, bytes(in));
  }

  private static byte[] bytes(DataInput in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return bytes;
  }
}
