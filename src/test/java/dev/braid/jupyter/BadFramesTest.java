package dev.braid.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/// What is no message of this session is dropped, and the kernel lives.
class BadFramesTest {
  private Kernel kernel;
  private RawClient raw;
  private final AtomicInteger ids = new AtomicInteger();
  // Thousands of lines that say what is expected.
  private final Logger noisy = Logger.getLogger(KernelSockets.class.getName());

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    noisy.setLevel(Level.OFF);
    kernel = new Kernel(directory);
    raw = new RawClient(kernel.connection);
  }

  @AfterEach
  void stop() {
    raw.close();
    kernel.close();
    noisy.setLevel(null);
  }

  private String header(String type) {
    return "{\"msg_id\":\"raw%d\", \"msg_type\":\"%s\",  \"subshell_id\":null, \"x\":1.50}"
        .formatted(ids.incrementAndGet(), type);
  }

  /// The next reply on shell is that of a good request: whatever was sent before had none.
  private void assertNextReplyIsToAGoodRequest() {
    String header = header("kernel_info_request");
    raw.send(raw.signed(header, "{}", "{}", "{}"));
    assertThat(RawClient.text(RawClient.receive(raw.shell), 3)).isEqualTo(header);
  }

  @Test
  void parentIsTheRequestsHeaderByteForByte() {
    assertNextReplyIsToAGoodRequest();
  }

  @Test
  void wrongSignatureIsDropped() {
    List<byte[]> frames = raw.signed(header("kernel_info_request"), "{}", "{}", "{}");
    for (byte[] signature :
        new byte[][] {new byte[0], RawClient.bytes("0".repeat(64)), {1, 2, (byte) 0xff}}) {
      frames.set(1, signature);
      raw.send(frames);
    }
    frames = raw.signed(header("execute_request"), "{}", "{}", "{\"code\":\"value 1\"}");
    frames.set(5, RawClient.bytes("{\"code\":\"value 2\"}"));
    raw.send(frames);

    assertNextReplyIsToAGoodRequest();
    assertThat(kernel.interpreter.begun).isEmpty();
  }

  @Test
  void replayIsDropped() {
    List<byte[]> frames = raw.signed(header("kernel_info_request"), "{}", "{}", "{}");
    raw.send(frames);
    RawClient.receive(raw.shell);
    raw.send(frames);

    assertNextReplyIsToAGoodRequest();
  }

  @Test
  void wrongFramesAreDropped() {
    raw.send(List.of(new byte[0]));
    raw.send(List.of(RawClient.DELIMITER));
    raw.send(List.of(RawClient.bytes("no"), RawClient.bytes("delimiter")));
    List<byte[]> whole = raw.signed(header("kernel_info_request"), "{}", "{}", "{}");
    for (int length = 1; length < whole.size(); length++) {
      raw.send(whole.subList(0, length));
    }

    assertNextReplyIsToAGoodRequest();
  }

  @Test
  void wrongJsonIsDroppedEvenIfItIsSigned() {
    String good = header("kernel_info_request");
    for (String bad :
        new String[] {"", "{", "[]", "null", "\"x\"", "{} {}", "\u0000", "[".repeat(5000)}) {
      raw.send(raw.signed(bad, "{}", "{}", "{}"));
      raw.send(raw.signed(good, bad, "{}", "{}"));
      raw.send(raw.signed(good, "{}", bad, "{}"));
      raw.send(raw.signed(good, "{}", "{}", bad));
    }
    raw.send(raw.signed("{\"msg_type\":\"kernel_info_request\"}", "{}", "{}", "{}"));
    raw.send(raw.signed("{\"msg_id\":1,\"msg_type\":\"x\"}", "{}", "{}", "{}"));

    assertNextReplyIsToAGoodRequest();
  }

  @Test
  void randomFramesAreDropped() {
    // A fixed seed, so that a failure can be seen again.
    Random random = new Random(42);
    for (int i = 0; i < 2_000; i++) {
      List<byte[]> frames = new ArrayList<>();
      List<byte[]> whole = raw.signed(header("kernel_info_request"), "{}", "{}", "{}");
      int count = 1 + random.nextInt(8);
      for (int f = 0; f < count; f++) {
        byte[] frame = whole.get(random.nextInt(whole.size())).clone();
        if (random.nextBoolean()) {
          frame = new byte[random.nextInt(200)];
          random.nextBytes(frame);
        }
        frames.add(frame);
      }
      // Never all of a good message, in its order.
      frames.add(0, new byte[] {(byte) i});
      frames.removeLast();
      if (frames.isEmpty()) {
        frames.add(new byte[0]);
      }
      raw.send(frames);
    }

    assertNextReplyIsToAGoodRequest();
  }

  @Test
  void hugeGarbageIsDroppedAndAHugeCellRuns() throws Exception {
    raw.send(List.of(RawClient.DELIMITER, new byte[40 << 20]));
    assertNextReplyIsToAGoodRequest();

    String big = "x".repeat(25 << 20);
    assertThat(
            kernel
                .run("value " + big)
                .only("execute_result")
                .content()
                .path("data")
                .path("text/plain")
                .asText())
        .hasSize(big.length());
  }

  @Test
  void unknownTypeIsBusyAndIdleWithoutAReply() throws Exception {
    String id = kernel.client.ask(Channel.SHELL, "make_coffee_request", Json.object()).id();

    assertThat(Kernel.type(kernel.next(id))).isEqualTo("busy");
    assertThat(Kernel.type(kernel.next(id))).isEqualTo("idle");
    raw.send(raw.signed(header("make_tea_request"), "{}", "{}", "{}"));
    assertNextReplyIsToAGoodRequest();
  }

  @Test
  void wrongMessageOnStdinIsDropped() throws Exception {
    ZMQ.Socket stdin = raw.connect(SocketType.DEALER, Channel.STDIN);
    SocketLoop.send(
        stdin, raw.signed(header("execute_request"), "{}", "{}", "{\"code\":\"value 1\"}"));
    SocketLoop.send(stdin, raw.signed(header("input_reply"), "{}", "{}", "{\"value\":\"x\"}"));
    SocketLoop.send(stdin, List.of(new byte[] {1}));

    assertThat(kernel.run("value 2").count()).isEqualTo(1);
  }

  @Test
  void heartbeatIsEchoedVerbatim() {
    ZMQ.Socket heart = raw.connect(SocketType.REQ, Channel.HEARTBEAT);
    for (byte[] beat : new byte[][] {RawClient.bytes("ping"), {}, {0, 1, (byte) 0xff}}) {
      heart.send(beat);
      assertThat(heart.recv()).isEqualTo(beat);
    }
    SocketLoop.send(heart, List.of(RawClient.bytes("two"), RawClient.bytes("frames")));
    assertThat(RawClient.receive(heart)).hasSize(2);
  }

  @Test
  void garbageOnIopubAndHeartbeatHarmsNothing() throws Exception {
    ZMQ.Socket publisher = raw.connect(SocketType.XSUB, Channel.IOPUB);
    publisher.send(new byte[] {1, 'x'});
    publisher.send(new byte[] {7, 7});
    publisher.send(new byte[0]);
    publisher.send(new byte[] {0, 'x'});
    ZMQ.Socket heart = raw.connect(SocketType.DEALER, Channel.HEARTBEAT);
    heart.send(new byte[] {9});
    assertThat(heart.recv()).containsExactly(9);

    assertThat(kernel.run("value 2").status()).isEqualTo("ok");
    assertThat(kernel.client.heartbeat(Kernel.LONG)).isPositive();
  }

  @Test
  void withoutAKeyNothingIsSigned(@TempDir Path directory) throws Exception {
    ConnectionFile connection = ConnectionFile.create();
    ConnectionFile open = new ConnectionFile(connection.ip(), connection.ports(), "");
    try (KernelServer server =
            KernelServer.start(open, new FakeInterpreter(), directory.resolve("h.jsonl"));
        RawClient client = new RawClient(open)) {
      assertThat(server.awaitShutdown(java.time.Duration.ZERO)).isEmpty();
      for (int i = 0; i < 2; i++) {
        client.send(
            client.signed(
                "{\"msg_id\":\"same\",\"msg_type\":\"kernel_info_request\"}", "{}", "{}", "{}"));
        assertThat(RawClient.receive(client.shell).get(1)).isEmpty();
      }
    }
  }
}
