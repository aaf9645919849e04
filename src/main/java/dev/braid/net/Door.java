package dev.braid.net;

import static java.nio.channels.SelectionKey.OP_ACCEPT;

import dev.braid.memory.Deadline;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/// A socket that others connect to. Close it in the process that opened it; the file of a
/// Unix-domain socket goes with it, and only a kill leaves it behind, for the next one to take
/// over.
final class Door implements AutoCloseable {
  /// Connections that the system takes before we do; a burst must not be refused.
  private static final int BACKLOG = 128;

  /// Of a file's mode, as `stat` has it.
  private static final int FILE_KIND = 0170000;

  private static final int SOCKET = 0140000;

  private final ServerSocketChannel channel;
  private final Watch watch;
  private final SocketAddress address;

  /// What tells our file from another one of the same name; null for TCP, and on Windows.
  private final @Nullable Object file;

  private Door(ServerSocketChannel channel, Watch watch, @Nullable Object file) throws IOException {
    this.channel = channel;
    this.watch = watch;
    this.address = channel.getLocalAddress();
    this.file = file;
  }

  /// Opens one at that address, which must be free. The file of a Unix-domain socket where nobody
  /// listens any more is replaced.
  static Door open(SocketAddress address) throws IOException {
    ServerSocketChannel channel =
        address instanceof UnixDomainSocketAddress
            ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            : ServerSocketChannel.open();
    Object file = null;
    try {
      bind(channel, address);
      if (address instanceof UnixDomainSocketAddress local) {
        file = claim(local.getPath());
      }
      channel.configureBlocking(false);
      return new Door(channel, Readiness.watch(channel), file);
    } catch (IOException | RuntimeException e) {
      channel.close();
      if (file != null && address instanceof UnixDomainSocketAddress local) {
        Files.deleteIfExists(local.getPath());
      }
      throw e;
    }
  }

  private static void bind(ServerSocketChannel channel, SocketAddress address) throws IOException {
    try {
      channel.bind(address, BACKLOG);
    } catch (BindException e) {
      if (!(address instanceof UnixDomainSocketAddress local) || !isAbandoned(local)) {
        throw e;
      }
      Files.deleteIfExists(local.getPath());
      channel.bind(address, BACKLOG);
    }
  }

  /// True if the file is a socket, and the system says that nobody listens at it: not that he is
  /// too busy, nor that we may not know.
  private static boolean isAbandoned(UnixDomainSocketAddress address) throws IOException {
    Path path = address.getPath();
    if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")
        || ((int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & FILE_KIND)
            != SOCKET) {
      return false;
    }
    Object found = key(path);
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      probe.configureBlocking(false);
      boolean _ = probe.connect(address);
      return false;
    } catch (ConnectException e) {
      // Not that of another one who was as quick as we.
      return found != null && found.equals(key(path));
    } catch (IOException e) {
      return false;
    }
  }

  /// Makes the file this user's alone. Who connects in the instant before still has to prove that
  /// he knows the key.
  private static @Nullable Object claim(Path path) throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    }
    return key(path);
  }

  private static @Nullable Object key(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }

  /// Where it is; a port that was 0 is the real one.
  SocketAddress address() {
    return address;
  }

  /// The next one who connects; waits for him. The channel doesn't block.
  ///
  /// @throws AsynchronousCloseException when the door is closed
  /// @throws IOException if the system can't give another socket
  SocketChannel accept() throws IOException, InterruptedException {
    while (true) {
      SocketChannel accepted;
      try {
        accepted = channel.accept();
      } catch (ClosedChannelException e) {
        AsynchronousCloseException closed = new AsynchronousCloseException();
        closed.initCause(e);
        throw closed;
      }
      if (accepted != null) {
        return accepted;
      }
      boolean _ = watch.await(OP_ACCEPT, Deadline.NONE);
    }
  }

  @Override
  public void close() {
    try {
      // The file first: whoever connects from now on is told that nobody is there.
      if (file != null
          && address instanceof UnixDomainSocketAddress local
          && Files.exists(local.getPath())
          && file.equals(key(local.getPath()))) {
        Files.delete(local.getPath());
      }
    } catch (IOException e) {
      // Somebody else has removed it, or may do so.
    }
    try {
      channel.close();
    } catch (IOException e) {
      // It is of no use any more, which is what was wanted.
    }
    watch.close();
    // Until then the address is taken.
    watch.awaitLetGo();
  }
}
