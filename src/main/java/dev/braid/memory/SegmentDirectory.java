package dev.braid.memory;

import dev.braid.os.Mapping;
import dev.braid.os.ProcessIdentity;
import dev.braid.os.UserDirectory;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The named shared memory of one session: a directory that names the session's first process, with
/// a file for every segment.
///
/// ```text
///  /dev/shm/braid-<user>/<pid>-<start time>/<name>
/// ```
///
/// The directory exists while a segment has a name. It goes when the first process ends: that one
/// removes it itself; if it was killed, its children do when they notice; if they were killed as
/// well, the next session that uses named memory does. Nobody needs a lock for that: a directory
/// that is removed belongs to a process that has ended, its name is never used again, and two who
/// remove it at once find some files gone already.
///
/// Kill points: `segment.unlinked` (the name is gone, its directory isn't), `segment.removing`
/// (after each file of a session that ends).
///
/// @param owner the session's first process
public record SegmentDirectory(ProcessIdentity owner) {
  private static final int ATTEMPTS = 1000;

  /// Done once, before the first use in this process.
  private static final class Sweep {
    static {
      sweep();
    }

    static void done() {}
  }

  /// That of this process's session.
  public static SegmentDirectory ofSession() {
    Sweep.done();
    return new SegmentDirectory(Session.current().address().first());
  }

  /// True in the session's first process.
  public static boolean isOurs() {
    return Session.current().address().first().equals(ProcessIdentity.current());
  }

  Path path() {
    return UserDirectory.path().resolve(owner.toString());
  }

  /// Makes a segment of zeros.
  ///
  /// @throws FileAlreadyExistsException if the session has one of that name
  /// @throws IOException if there is no room for it
  public SegmentName create(String name, long size) throws IOException {
    SegmentName segment = new SegmentName(owner, name);
    NoSuchFileException vanished = new NoSuchFileException(path().toString());
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        UserDirectory.make(path());
        PreallocatedFile.create(segment.path(), size);
        return segment;
      } catch (NoSuchFileException e) {
        // Another process unlinked its last segment, and removed the directory, before we had a
        // file in it.
        vanished = e;
      }
    }
    throw vanished;
  }

  /// Makes a segment of zeros with a name that the session doesn't have yet.
  public SegmentName create(long size) throws IOException {
    return create(SegmentName::random, size);
  }

  SegmentName create(Supplier<String> names, long size) throws IOException {
    while (true) {
      try {
        return create(names.get(), size);
      } catch (FileAlreadyExistsException e) {
        // One in four billion: take another.
      }
    }
  }

  /// Finds a segment by its name: in this session, else in another live one of this user, the
  /// youngest first.
  public static Optional<SegmentName> find(String name) throws IOException {
    SegmentDirectory own = ofSession();
    Stream<SegmentDirectory> others =
        all().stream()
            .filter(directory -> !directory.equals(own))
            .filter(directory -> !directory.owner.hasEnded())
            .sorted(Comparator.comparingLong(directory -> -directory.owner.startTime()));
    return Stream.concat(Stream.of(own), others)
        .map(directory -> new SegmentName(directory.owner, name))
        .filter(segment -> Files.isRegularFile(segment.path()))
        .findFirst();
  }

  /// Maps a segment into this process.
  ///
  /// @throws NoSuchFileException if it was unlinked
  public static Mapping map(SegmentName segment) throws IOException {
    UserDirectory.requireOwn();
    return Mapping.open(segment.path());
  }

  /// Takes a segment's name away; its memory goes with the last process that has it mapped.
  ///
  /// @throws NoSuchFileException if it was unlinked before
  public static void unlink(SegmentName segment) throws IOException {
    Files.delete(segment.path());
    KillPoint.at("segment.unlinked");
    removeIfEmpty(new SegmentDirectory(segment.owner()).path());
  }

  /// The names that were not unlinked, in order.
  public List<String> names() throws IOException {
    return entries(path()).stream()
        .map(SegmentDirectory::name)
        .filter(name -> !name.startsWith("."))
        .sorted()
        .toList();
  }

  /// Removes it with all that is in it.
  public void remove() throws IOException {
    for (Path file : entries(path())) {
      boolean _ = Files.deleteIfExists(file);
      KillPoint.at("segment.removing");
    }
    removeIfEmpty(path());
  }

  /// Deletes what a process of the session, which has ended, began to make and didn't complete.
  void processEnded(long pid) {
    try {
      boolean any = false;
      for (Path file : entries(path())) {
        if (PreallocatedFile.isUnfinished(name(file), pid)) {
          any |= Files.deleteIfExists(file);
        }
      }
      if (any) {
        removeIfEmpty(path());
      }
    } catch (IOException e) {
      // It goes with the session.
    }
  }

  /// Removes what sessions left whose processes have all ended.
  static void sweep() {
    try {
      for (SegmentDirectory directory : all()) {
        if (directory.owner.hasEnded()) {
          directory.remove();
        }
      }
    } catch (IOException e) {
      // Windows doesn't delete what somebody has mapped. The next session sweeps again.
    }
  }

  private static List<SegmentDirectory> all() throws IOException {
    return entries(UserDirectory.path()).stream()
        .flatMap(path -> ProcessIdentity.parse(name(path)).stream())
        .map(SegmentDirectory::new)
        .toList();
  }

  private static void removeIfEmpty(Path session) throws IOException {
    try {
      Files.deleteIfExists(session);
      Files.deleteIfExists(UserDirectory.path());
    } catch (DirectoryNotEmptyException e) {
      // Others still use it.
    }
  }

  private static List<Path> entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
