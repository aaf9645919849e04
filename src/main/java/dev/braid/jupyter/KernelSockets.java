package dev.braid.jupyter;

import static java.lang.System.Logger.Level.WARNING;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/// The kernel's side of the five sockets.
///
/// Any thread may send; what one thread sends leaves in its order, across all sockets. What comes
/// in is verified here: a bad message is logged and dropped.
final class KernelSockets implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(KernelSockets.class.getName());

  private final SocketLoop loop;
  private final Codec codec;
  private final ZMQ.Socket shell;
  private final ZMQ.Socket control;
  private final ZMQ.Socket stdin;
  private final ZMQ.Socket iopub;
  private final ZMQ.Socket heartbeat;
  // Of the socket thread alone.
  private boolean begun;

  /// Binds them; nothing is read before [#start].
  KernelSockets(
      ConnectionFile connection, Consumer<Request> requests, Consumer<Message> inputReplies)
      throws IOException {
    codec = new Codec(connection.key());
    loop = new SocketLoop("braid-wire");
    shell = router(Channel.SHELL, message -> requests.accept(new Request(Channel.SHELL, message)));
    control =
        router(Channel.CONTROL, message -> requests.accept(new Request(Channel.CONTROL, message)));
    stdin = router(Channel.STDIN, inputReplies);
    iopub = loop.open(SocketType.XPUB, this::welcome);
    // Every subscriber is to be welcomed, not only the first of a topic.
    iopub.setXpubVerbose(true);
    heartbeat = loop.open(SocketType.ROUTER, this::echo);
    try {
      bind(shell, connection, Channel.SHELL);
      bind(control, connection, Channel.CONTROL);
      bind(stdin, connection, Channel.STDIN);
      bind(iopub, connection, Channel.IOPUB);
      bind(heartbeat, connection, Channel.HEARTBEAT);
    } catch (IOException e) {
      loop.close();
      throw e;
    }
  }

  private ZMQ.Socket router(Channel channel, Consumer<Message> receiver) {
    ZMQ.Socket socket =
        loop.open(
            SocketType.ROUTER,
            frames -> {
              try {
                receiver.accept(codec.decode(frames));
              } catch (MalformedMessageException e) {
                LOG.log(WARNING, "dropped a message on {0}: {1}", channel, e.getMessage());
              }
            });
    // A client that reconnects with its old identity must not be refused.
    socket.setRouterHandover(true);
    return socket;
  }

  private static void bind(ZMQ.Socket socket, ConnectionFile connection, Channel channel)
      throws IOException {
    String endpoint = connection.endpoint(channel);
    try {
      socket.setIPv6(connection.ip().indexOf(':') >= 0);
      socket.bind(endpoint);
    } catch (ZMQException | IllegalArgumentException e) {
      throw new IOException(
          "%s: can't listen on %s (%s); end the program that has the port, or use another"
              .formatted(channel.portField(), endpoint, e.getMessage()),
          e);
    }
  }

  /// Starts to read.
  void start() {
    loop.start();
  }

  String session() {
    return codec.session();
  }

  /// Sends to all clients.
  void publish(String type, byte[] parent, ObjectNode content) {
    publish(Draft.of(type, content).answering(parent));
  }

  void publish(Draft draft) {
    List<byte[]> frames = topical(draft);
    loop.submit(() -> {
      begin();
      SocketLoop.send(iopub, frames);
    });
  }

  /// Welcomes who has just subscribed, then says `starting`, once: as the first of all messages, to
  /// the first subscriber if there is one before anything else is said.
  ///
  /// Who subscribes in the instant between this and the next send is welcomed after what is sent:
  /// JeroMQ lets subscriptions count at the start of each send (1 of 300 clients that came while a
  /// cell printed without a pause). Its manual mode would hold them back, but forgets those that
  /// wait when another client leaves.
  private void begin() {
    loop.drain(iopub);
    if (!begun) {
      begun = true;
      ObjectNode starting = Json.object().put("execution_state", "starting");
      SocketLoop.send(iopub, topical(Draft.of("status", starting)));
    }
  }

  private List<byte[]> topical(Draft draft) {
    return codec.encode(draft.on("kernel.%s.%s".formatted(session(), draft.type()))).frames();
  }

  /// Sends a reply to who has asked, on the channel it has asked on.
  void reply(Request request, ObjectNode metadata, ObjectNode content) {
    Message asked = request.message();
    List<byte[]> frames =
        codec
            .encode(
                Draft.of(request.replyType(), content)
                    .to(asked.identities())
                    .answering(asked.headerFrame())
                    .with(metadata, List.of()))
            .frames();
    ZMQ.Socket socket = request.channel() == Channel.CONTROL ? control : shell;
    loop.submit(() -> SocketLoop.send(socket, frames));
  }

  /// Asks one client for input. Replies that are older than the question reach the receiver before
  /// `asked` runs.
  void ask(Draft question, Consumer<String> asked) {
    Codec.Encoded encoded = codec.encode(question);
    loop.submit(() -> {
      loop.drain(stdin);
      asked.accept(encoded.header().msgId());
      SocketLoop.send(stdin, encoded.frames());
    });
  }

  /// True if that `msg_id` is of a message that these sockets sent.
  boolean sent(String id) {
    return id.startsWith(codec.session());
  }

  /// Returns when every request has been received that the shell socket holds now.
  void drainShell() {
    loop.call(() -> loop.drain(shell));
  }

  /// A subscription comes as one frame: 1 and the topic; its end as 0 and the topic.
  private void welcome(List<byte[]> frames) {
    byte[] event = frames.getFirst();
    if (event.length == 0 || event[0] != 1) {
      return;
    }
    byte[] topic = Arrays.copyOfRange(event, 1, event.length);
    ObjectNode content =
        Json.object().put("subscription", new String(topic, StandardCharsets.UTF_8));
    Draft welcome = Draft.of("iopub_welcome", content).to(List.of(topic));
    SocketLoop.send(iopub, codec.encode(welcome).frames());
    loop.submit(this::begin);
  }

  private void echo(List<byte[]> frames) {
    SocketLoop.send(heartbeat, frames);
  }

  /// Sends what is still to be sent, and frees the ports.
  @Override
  public void close() {
    loop.close();
  }
}
