package dev.braid.os;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import org.jspecify.annotations.Nullable;

/// Where this user's named shared memory is, of all sessions: `braid-<user>` in `/dev/shm`, or in
/// the temporary directory where that is missing.
///
/// Everybody may write to the directory above it, so it is used only if it belongs to this user.
public final class UserDirectory {
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final String NAME =
      "braid-" + System.getProperty("user.name").replaceAll("[^A-Za-z0-9_.-]", "_");

  @GuardedBy("UserDirectory.class")
  private static @Nullable UserPrincipal self;

  private UserDirectory() {}

  /// Its path; the directory exists only while something is in it.
  public static Path path() {
    boolean inMemory =
        switch (OperatingSystem.current()) {
          case Linux _ -> Files.isWritable(MEMORY);
          case Portable _ -> false;
        };
    return (inMemory ? MEMORY : Path.of(System.getProperty("java.io.tmpdir"))).resolve(NAME);
  }

  /// Makes a directory in it for this user alone, and itself; one that exists already is used.
  ///
  /// @throws IOException if another user took the name
  public static void make(Path directory) throws IOException {
    makeOne(path());
    requireOwn();
    makeOne(directory);
  }

  /// Makes sure that nobody else took its name.
  public static void requireOwn() throws IOException {
    Path path = path();
    UserPrincipal owner = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS);
    if (!owner.equals(self())) {
      throw new IOException(
          "%s belongs to %s; have it removed, for nothing of yours is safe there"
              .formatted(path, owner.getName()));
    }
  }

  private static void makeOne(Path directory) throws IOException {
    try {
      Files.createDirectory(directory, onlyForUser("rwx------"));
    } catch (FileAlreadyExistsException e) {
      // Another process of this user made it; if it is none of ours, the next step fails.
    }
  }

  /// What makes a new file or directory this user's alone.
  ///
  /// @param permissions such as `rwx------`
  public static FileAttribute<?>[] onlyForUser(String permissions) {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        // Windows: the temporary directory is this user's already.
        : new FileAttribute<?>[0];
  }

  /// Asked of the file system, because a name in a property proves nothing.
  private static synchronized UserPrincipal self() throws IOException {
    UserPrincipal user = self;
    if (user == null) {
      Path probe = PrivateFile.create("owner");
      try {
        user = Files.getOwner(probe);
      } finally {
        PrivateFile.delete(probe);
      }
      self = user;
    }
    return user;
  }
}
