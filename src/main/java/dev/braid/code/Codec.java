package dev.braid.code;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Values to bytes and back: what queues, pipes and pools send.
///
/// What is common and can't change goes straight to its target, behind a [Tag]; everything else is
/// written as a [Graph], by the serialization of the JDK. Classes of cells are published in the
/// [ClassStore] before their first instance is sent. Safe for use by many threads.
///
/// Python's `pickle`, with cloudpickle's way for code.
public final class Codec {
  private static volatile @Nullable Codec current;

  private final ClassSource source;
  private final ClassStore store;
  private final CellTypes cells;
  private final KnownCode known;
  private final ClassFinder classes;
  private final GraphDecoder graphs;

  private Codec(ClassSource source, ClassStore store) {
    this.source = source;
    this.store = store;
    this.cells = new CellTypes(source);
    this.known = new KnownCode(source, store);
    this.classes = name -> Class.forName(name, false, source.loader());
    this.graphs = in -> Graph.read(in, source, Variables.Stay.UNTIL_RENEWED);
  }

  /// One for the classes that this process has now, and the store that it shares.
  public static Codec current() {
    ClassSource source = CodeBase.current();
    ClassStore store = CodeBase.store();
    Codec codec = current;
    if (codec == null || !codec.serves(source, store)) {
      // Two threads may both make one; either will do.
      codec = new Codec(source, store);
      current = codec;
    }
    return codec;
  }

  @SuppressWarnings("ReferenceEquality") // another one, however equal, knows other classes
  private boolean serves(ClassSource now, ClassStore shared) {
    return source == now && store == shared;
  }

  static Codec of(ClassSource source, ClassStore store) {
    return new Codec(source, store);
  }

  /// Takes a copy of `value` as of now, all but the elements of an array of primitives: those are
  /// copied by [Encoding#writeTo].
  ///
  /// @param what names the value in messages, such as `item`
  /// @throws NotCopyableException if something in it can't be copied, with the path to it
  public Encoding encode(String what, @Nullable Object value) {
    return encode(what, value, false);
  }

  private Encoding encode(String what, @Nullable Object value, boolean isAlone) {
    Tag tag = Tag.of(value);
    if (value == null) {
      return Scalar.NULL;
    }
    if (tag.isScalar()) {
      boolean bringsCode = value instanceof Enum<?> constant && cells.include(constant);
      return bringsCode ? graph(what, value, isAlone) : Scalar.of(tag, value);
    }
    if (tag.isArray()) {
      return PrimitiveArray.of(tag, value);
    }
    if (tag.isContainer()) {
      Optional<Container> container = Container.of(tag, value, cells);
      if (container.isPresent()) {
        return container.get();
      }
    }
    return graph(what, value, isAlone);
  }

  /// As [#encode], for a process that may be of another session, or on another machine: neither
  /// code nor what is shared may be in it.
  ///
  /// @throws NotCopyableException if something in it can't be copied
  public Encoding encodeValue(String what, @Nullable Object value) {
    return encode(what, value, true);
  }

  private Graph graph(String what, Object value, boolean isAlone) {
    return isAlone ? Graph.ofValue(what, value, known) : Graph.of(what, value, source, known);
  }

  /// The value that was encoded into these bytes.
  ///
  /// @throws NotReadableException if it can't be rebuilt here: the bytes are damaged, a class isn't
  ///   here, or an object refuses
  public @Nullable Object decode(MemorySegment bytes, long offset, long length) {
    Objects.checkFromIndexSize(offset, length, bytes.byteSize());
    return decode(new Cursor(bytes, offset, length), classes, graphs);
  }

  /// As [#decode(MemorySegment, long, long)]; the variables that come with it stay for good as the
  /// code of this process leaves them, whatever values come later.
  public @Nullable Object decodeForGood(MemorySegment bytes, long offset, long length) {
    Objects.checkFromIndexSize(offset, length, bytes.byteSize());
    return decode(
        new Cursor(bytes, offset, length),
        classes,
        in -> Graph.read(in, source, Variables.Stay.FOR_GOOD));
  }

  /// As [#decode(MemorySegment, long, long)], if all of it may come in. Of what may not, no code
  /// runs here.
  ///
  /// @throws NotReadableException if something in it may not, too
  public @Nullable Object decode(byte[] bytes, Screen screen) {
    return decode(
        new Cursor(MemorySegment.ofArray(bytes), 0, bytes.length, screen.length()),
        screen.finder(classes),
        graph -> Graph.read(graph, source, screen));
  }

  /// Reads what follows the tag of a graph.
  private interface GraphDecoder {
    Object read(Cursor in) throws IOException, ClassNotFoundException;
  }

  private static @Nullable Object decode(Cursor in, ClassFinder classes, GraphDecoder graphs) {
    long length = in.remaining();
    try {
      Tag tag = Tag.of(in.readByte());
      if (tag == Tag.GRAPH) {
        return graphs.read(in);
      }
      Object value = tag.isArray() ? PrimitiveArray.read(tag, in) : plain(tag, in, classes);
      if (in.remaining() > 0) {
        throw new NotReadableException(in.remaining() + " bytes too many");
      }
      return value;
    } catch (IOException
        | ClassNotFoundException
        | RuntimeException
        | LinkageError
        | InternalError
        | StackOverflowError e) {
      // Damaged bytes, and objects that rebuild themselves by code of their own, fail in every way;
      // the InternalError is what Map.of says of an odd number of keys and values.
      throw new NotReadableException(
          "a value of %d bytes from another process can't be rebuilt here: %s"
              .formatted(length, reason(e)),
          e);
    }
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure.getCause();
    return switch (cause instanceof ClassNotFoundException || cause instanceof NotReadableException
        ? cause
        : failure) {
      case NotReadableException e -> String.valueOf(e.getMessage());
      case ClassNotFoundException e -> "this process doesn't have the class " + e.getMessage();
      case StackOverflowError _ -> "it is nested deeper than the stack";
      default -> failure.toString();
    };
  }

  private static @Nullable Object plain(Tag tag, Cursor in, ClassFinder classes)
      throws ClassNotFoundException {
    return tag.isContainer() ? Container.read(tag, in, classes) : Scalar.read(tag, in, classes);
  }
}
