package dev.braid.jupyter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionFileTest {
  @TempDir Path directory;

  private Path file() {
    return directory.resolve("kernel.json");
  }

  private static ObjectNode whole() {
    return Json.object()
        .put("transport", "tcp")
        .put("ip", "127.0.0.1")
        .put("shell_port", 1)
        .put("iopub_port", 2)
        .put("stdin_port", 3)
        .put("control_port", 4)
        .put("hb_port", 65535)
        .put("key", "secret")
        .put("signature_scheme", "hmac-sha256")
        .put("kernel_name", "braid");
  }

  private ConnectionFile read(ObjectNode json) throws IOException {
    Files.writeString(file(), json.toString());
    return ConnectionFile.read(file());
  }

  private void assertFault(ObjectNode json, String... said) throws IOException {
    Files.writeString(file(), json.toString());
    assertFault(said);
  }

  private void assertFault(String... said) {
    assertThatThrownBy(() -> ConnectionFile.read(file()))
        .isInstanceOf(ConnectionFileException.class)
        .hasMessageContaining(file().toString())
        .hasMessageContaining(";")
        .hasMessageNotContaining("\n")
        .hasMessageNotContaining("secret")
        .satisfies(e -> assertThat(e.getMessage()).contains(said));
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    ConnectionFile made = ConnectionFile.create();
    made.write(file());

    assertThat(ConnectionFile.read(file())).isEqualTo(made);
    assertThat(made.ports().values()).doesNotHaveDuplicates().hasSize(5);
    assertThat(made.key()).hasSize(64).isNotEqualTo(ConnectionFile.create().key());
    assertThat(directory).isDirectoryContaining(file()::equals);
    assertThat(directory.toFile().list()).hasSize(1);
  }

  @Test
  void onlyTheUserMayReadIt() throws IOException {
    Files.writeString(file(), "old, for all eyes");
    ConnectionFile.create().write(file());

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void keyIsNotShown() throws IOException {
    assertThat(read(whole()).toString()).doesNotContain("secret").contains("127.0.0.1");
  }

  @Test
  void unknownFieldsDoNotMatter() throws IOException {
    ConnectionFile read = read(whole().put("jupyter_session", "x").put("future", 1));

    assertThat(read.port(Channel.HEARTBEAT)).isEqualTo(65535);
    assertThat(read.endpoint(Channel.SHELL)).isEqualTo("tcp://127.0.0.1:1");
  }

  @Test
  void version6AddressIsBracketed() throws IOException {
    assertThat(read(whole().put("ip", "::1")).endpoint(Channel.SHELL)).isEqualTo("tcp://[::1]:1");
  }

  @ParameterizedTest
  @EnumSource(Channel.class)
  void missingPortIsNamed(Channel channel) throws IOException {
    ObjectNode json = whole();
    json.remove(channel.portField());

    assertFault(json, channel.portField() + " is missing", "1 to 65535");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "65536", "99999999999", "1.5", "\"5\"", "null", "[]"})
  void wrongPortIsNamed(String port) throws IOException {
    ObjectNode json = whole();
    json.set("shell_port", Json.READER.readTree(port));

    assertFault(json, "shell_port is " + port, "1 to 65535");
  }

  @ParameterizedTest
  @CsvSource({"transport,ipc", "signature_scheme,hmac-md5"})
  void whatTheKernelCannotSpeakIsNamed(String field, String value) throws IOException {
    assertFault(whole().put(field, value), field, value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ip", "key"})
  void missingTextIsNamed(String field) throws IOException {
    ObjectNode json = whole();
    json.remove(field);
    assertFault(json, field + " is missing");
    assertFault(whole().put(field, 7), field + " is no text");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "not json", "{\"ip\":", "[1,2", "{} trailing"})
  void whatIsNotJsonIsSaidToBeSo(String text) throws IOException {
    Files.writeString(file(), text);

    assertFault("JSON");
  }

  @Test
  void whatIsNoObjectIsSaidToBeSo() throws IOException {
    Files.writeString(file(), "[]");

    assertFault("is not a JSON object");
  }

  @Test
  void missingFileIsNamed() {
    assertFault("does not exist");
  }

  @Test
  void directoryIsNoConnectionFile() throws IOException {
    Files.createDirectory(file());

    assertFault("can't be read");
  }

  @Test
  void portsAreCheckedAtTheDoor() {
    assertThatThrownBy(() -> new ConnectionFile("127.0.0.1", Map.of(), ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("shell_port");
  }
}
