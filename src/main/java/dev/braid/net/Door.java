package dev.braid.net;

import static java.nio.channels.SelectionKey.OP_ACCEPT;

import dev.braid.memory.Deadline;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/// A socket that others connect to. Close it in the process that opened it; the file of a
/// Unix-domain socket goes with it, and only a kill leaves it behind.
final class Door implements AutoCloseable {
  /// Connections that the system takes before we do; a burst must not be refused.
  private static final int BACKLOG = 128;

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

  /// Opens one at that address, which must be free.
  static Door open(SocketAddress address) throws IOException {
    ServerSocketChannel channel =
        address instanceof UnixDomainSocketAddress
            ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            : ServerSocketChannel.open();
    Object file = null;
    try {
      channel.bind(address, BACKLOG);
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
  }
}
