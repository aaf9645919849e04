package dev.braid;

import dev.braid.memory.SegmentDirectory;
import dev.braid.memory.SegmentName;
import dev.braid.os.Mapping;
import dev.braid.os.ProcessIdentity;
import dev.braid.spawn.Children;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Memory with a name, which any process of this user can map; Python's
/// `multiprocessing.shared_memory.SharedMemory`.
///
/// It belongs to the session (this process's, or that of the process it descends from), and lives
/// until somebody calls [#unlink] and all have closed it. What was not unlinked when the session
/// ends is removed then, with a warning; also when everything was killed. The end of a child, be it
/// the one that created it, changes nothing.
///
/// Names are the session's own: two sessions may use the same. [#attach] looks in its own session
/// first, then in the others of this user.
///
/// It is sent to other processes as its name. Nothing is locked: use a lock of this package where
/// several write.
public final class SharedMemory implements AutoCloseable, Serializable {
  private static final long serialVersionUID = 1L;

  private final transient SegmentName segment;
  private final transient Mapping mapping;
  private final transient long size;

  private SharedMemory(SegmentName segment, Mapping mapping) {
    this.segment = segment;
    this.mapping = mapping;
    this.size = mapping.memory().byteSize();
  }

  /// New memory of `size` bytes, all 0, with a name that nobody has.
  ///
  /// @throws IllegalArgumentException if `size` is not positive
  /// @throws SharedMemoryException if there is no room for it
  public static SharedMemory create(long size) {
    requirePositive(size);
    return create("shared memory", size, () -> SegmentDirectory.ofSession().create(size));
  }

  /// New memory of `size` bytes, all 0.
  ///
  /// @param name a file's name: at most 255 bytes, no `/` or NUL, not beginning with `.`
  /// @throws IllegalArgumentException if `size` is not positive, or `name` not fit for a file
  /// @throws SharedMemoryExistsException if the session has one of that name
  /// @throws SharedMemoryException if there is no room for it
  public static SharedMemory create(String name, long size) {
    requirePositive(size);
    SegmentName.requireValid(name);
    return create(name, size, () -> SegmentDirectory.ofSession().create(name, size));
  }

  private interface Creation {
    SegmentName run() throws IOException;
  }

  private static SharedMemory create(String name, long size, Creation creation) {
    try {
      if (SegmentDirectory.isOurs()) {
        // Before there is anything to remove. In a child it is the first process's business.
        Children.prepare();
      }
      return map(creation.run());
    } catch (FileAlreadyExistsException e) {
      throw new SharedMemoryExistsException(name, e);
    } catch (IOException e) {
      throw SharedMemoryException.of("create '%s' of %d bytes".formatted(name, size), e);
    }
  }

  /// One that can't be mapped, for want of address space, is of no use.
  private static SharedMemory map(SegmentName fresh) throws IOException {
    try {
      return new SharedMemory(fresh, SegmentDirectory.map(fresh));
    } catch (IOException | RuntimeException | Error e) {
      SegmentDirectory.unlink(fresh);
      throw e;
    }
  }

  private static void requirePositive(long size) {
    if (size <= 0) {
      throw new IllegalArgumentException(
          "size is %d; it must be a positive number of bytes".formatted(size));
    }
  }

  /// The memory of that name that exists already.
  ///
  /// @throws IllegalArgumentException if `name` is not fit for a file
  /// @throws SharedMemoryNotFoundException if there is none
  public static SharedMemory attach(String name) {
    SegmentName.requireValid(name);
    try {
      return attach(
          SegmentDirectory.find(name).orElseThrow(() -> new SharedMemoryNotFoundException(name)));
    } catch (IOException e) {
      throw SharedMemoryException.of("look for '" + name + "'", e);
    }
  }

  private static SharedMemory attach(SegmentName segment) {
    try {
      return new SharedMemory(segment, SegmentDirectory.map(segment));
    } catch (NoSuchFileException e) {
      throw new SharedMemoryNotFoundException(segment.name());
    } catch (IOException e) {
      throw SharedMemoryException.of("attach to '" + segment.name() + "'", e);
    }
  }

  /// The memory, exactly [#size] bytes; an offset outside is an `IndexOutOfBoundsException`. After
  /// [#close] every access through it is an `IllegalStateException`. It stays mapped as long as
  /// this segment, a slice or a buffer of it is reachable.
  public MemorySegment buf() {
    return mapping.memory();
  }

  /// The memory as a buffer, in this machine's byte order; as [#buf] otherwise.
  ///
  /// @throws UnsupportedOperationException above 2 GiB, which a buffer can't reach
  /// @throws IllegalStateException after [#close]
  public ByteBuffer asByteBuffer() {
    if (!buf().scope().isAlive()) {
      throw new IllegalStateException(
          "shared memory '%s' is closed here; attach to it again".formatted(name()));
    }
    return buf().asByteBuffer().order(ByteOrder.nativeOrder());
  }

  /// Its name, also after [#close] and [#unlink].
  public String name() {
    return segment.name();
  }

  /// In bytes; also after [#close].
  public long size() {
    return size;
  }

  /// The file by which an unrelated program of this user can map it.
  public Path path() {
    return segment.path();
  }

  /// Unmaps it in this process; a second time nothing happens. Forgotten, it is unmapped when
  /// neither this object nor its memory is reachable any more. A name that was not unlinked stays.
  ///
  /// @throws IllegalStateException if a channel reads into it or writes from it just now
  @Override
  public void close() {
    mapping.close();
  }

  /// Takes the name away: nobody can attach any more. Those who have it mapped keep it.
  ///
  /// @throws SharedMemoryNotFoundException if it was unlinked before
  public void unlink() {
    try {
      SegmentDirectory.unlink(segment);
    } catch (NoSuchFileException e) {
      throw new SharedMemoryNotFoundException(name());
    } catch (IOException e) {
      throw SharedMemoryException.of("unlink '" + name() + "'", e);
    }
  }

  @Override
  public String toString() {
    return "SharedMemory[%s, %d bytes%s]"
        .formatted(name(), size, buf().scope().isAlive() ? "" : ", closed");
  }

  /// What travels: where to find it.
  private record Handle(long pid, long startTime, String name) implements Serializable {
    private Object readResolve() {
      return attach(new SegmentName(new ProcessIdentity(pid, startTime), name));
    }
  }

  private Object writeReplace() {
    return new Handle(segment.owner().pid(), segment.owner().startTime(), name());
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("shared memory travels as its name");
  }
}
