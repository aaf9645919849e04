package dev.braid.jupyter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// Where a kernel's five sockets are and the key that its messages are signed with, as clients and
/// kernels hand it to each other in a JSON file.
///
/// The key is a secret: whoever has it can run code. [#toString] leaves it out.
///
/// @param ip the address that the kernel listens on
/// @param ports one for every channel
/// @param key for HMAC-SHA256; empty if messages are not signed
public record ConnectionFile(String ip, Map<Channel, Integer> ports, String key) {
  private static final String SCHEME = "hmac-sha256";
  private static final String LOOPBACK = "127.0.0.1";

  /// Copies the map.
  public ConnectionFile {
    for (Channel channel : Channel.values()) {
      Integer port = ports.get(channel);
      if (port == null || port < 1 || port > 65535) {
        throw new IllegalArgumentException(
            "%s is %s; give every channel a port from 1 to 65535"
                .formatted(channel.portField(), port));
      }
    }
    ports = Map.copyOf(ports);
  }

  /// A new one: free ports of this machine's loopback address, and a random key.
  ///
  /// Nothing holds the ports until a kernel binds them.
  public static ConnectionFile create() throws IOException {
    Map<Channel, Integer> ports = new EnumMap<>(Channel.class);
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (Channel channel : Channel.values()) {
        // All are held at the same time, so that no two are the same.
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral(LOOPBACK));
        held.add(socket);
        ports.put(channel, socket.getLocalPort());
      }
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    return new ConnectionFile(LOOPBACK, ports, HexFormat.of().formatHex(secret));
  }

  /// Reads one; fields that it doesn't know don't matter.
  ///
  /// @throws ConnectionFileException if the file can't be read or lacks something
  public static ConnectionFile read(Path file) throws ConnectionFileException {
    JsonNode root;
    try {
      root = Json.READER.readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw new ConnectionFileException(
          file, "is not JSON; let the client that starts the kernel write it anew", e);
    } catch (NoSuchFileException e) {
      throw new ConnectionFileException(
          file, "does not exist; give the path that the client has written it to", e);
    } catch (AccessDeniedException e) {
      throw new ConnectionFileException(
          file, "may not be read; run as the user that has written it", e);
    } catch (IOException e) {
      throw new ConnectionFileException(
          file, "can't be read (%s); give a plain file".formatted(e.getMessage()), e);
    }
    if (!root.isObject()) {
      throw new ConnectionFileException(
          file, "is not a JSON object; let the client that starts the kernel write it anew", null);
    }
    expect(file, root, "transport", "tcp");
    expect(file, root, "signature_scheme", SCHEME);
    Map<Channel, Integer> ports = new EnumMap<>(Channel.class);
    for (Channel channel : Channel.values()) {
      ports.put(channel, port(file, root, channel.portField()));
    }
    return new ConnectionFile(text(file, root, "ip"), ports, text(file, root, "key"));
  }

  private static void expect(Path file, JsonNode root, String field, String only)
      throws ConnectionFileException {
    // Old clients leave both fields out and mean the default.
    if (root.has(field) && !text(file, root, field).equals(only)) {
      throw new ConnectionFileException(
          file, "%s is %s; set it to \"%s\"".formatted(field, root.get(field), only), null);
    }
  }

  private static String text(Path file, JsonNode root, String field)
      throws ConnectionFileException {
    JsonNode value = root.path(field);
    if (!value.isTextual()) {
      throw new ConnectionFileException(
          file,
          "%s is %s; set it to a text"
              .formatted(field, value.isMissingNode() ? "missing" : "no text"),
          null);
    }
    return value.textValue();
  }

  private static int port(Path file, JsonNode root, String field) throws ConnectionFileException {
    JsonNode value = root.path(field);
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < 1
        || value.intValue() > 65535) {
      throw new ConnectionFileException(
          file,
          "%s is %s; set it to a port from 1 to 65535"
              .formatted(field, value.isMissingNode() ? "missing" : value),
          null);
    }
    return value.intValue();
  }

  /// Writes it, for this user's eyes only; whoever reads meanwhile sees the old file or the new.
  public void write(Path file) throws IOException {
    ObjectNode root = Json.object().put("transport", "tcp").put("ip", ip);
    for (Channel channel : Channel.values()) {
      root.put(channel.portField(), port(channel));
    }
    root.put("key", key).put("signature_scheme", SCHEME);
    Path absolute = file.toAbsolutePath();
    Path directory = absolute.getParent();
    if (directory == null) {
      throw new IOException("%s is no file; give a path to a file".formatted(file));
    }
    // createTempFile gives no rights to anybody else.
    Path written = Files.createTempFile(directory, ".connection", ".json");
    try {
      Files.write(written, Json.WRITER.withDefaultPrettyPrinter().writeValueAsBytes(root));
      Files.move(written, absolute, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(written);
    }
  }

  /// The port of a channel.
  public int port(Channel channel) {
    Integer port = ports.get(channel);
    if (port == null) {
      throw new IllegalStateException("the constructor has let %s go missing".formatted(channel));
    }
    return port;
  }

  /// The address that ZeroMQ binds or connects for a channel.
  String endpoint(Channel channel) {
    String host = ip.indexOf(':') < 0 ? ip : "[%s]".formatted(ip);
    return "tcp://%s:%d".formatted(host, port(channel));
  }

  @Override
  public String toString() {
    return "ConnectionFile[ip=%s, ports=%s]".formatted(ip, new EnumMap<>(ports));
  }
}
