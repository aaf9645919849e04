package dev.braid.jupyter;

import static java.lang.System.Logger.Level.DEBUG;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// The open comms, and the targets that clients may open new ones to. Any thread may call it.
public final class Comms {
  private static final System.Logger LOG = System.getLogger(Comms.class.getName());

  private record Open(Comm comm, CommTarget target) {}

  private final KernelSockets sockets;
  private final Map<String, CommTarget> targets = new ConcurrentHashMap<>();
  private final Map<String, Open> open = new ConcurrentHashMap<>();

  Comms(KernelSockets sockets) {
    this.sockets = sockets;
  }

  /// Lets clients open comms to that name; replaces what had the name before.
  public void register(String name, CommTarget target) {
    targets.put(name, target);
  }

  /// Opens a comm from the kernel's side, to a target that the client has.
  public Comm open(String name, ObjectNode data, List<byte[]> buffers, CommTarget receiver) {
    Comm comm = new Comm(UUID.randomUUID().toString(), name, this, Draft.NO_PARENT);
    open.put(comm.id(), new Open(comm, receiver));
    publish("comm_open", comm.content(data).put("target_name", name), comm, buffers);
    return comm;
  }

  Optional<ObjectNode> serve(Request request) {
    Message message = request.message();
    switch (request.type()) {
      case "comm_open" -> opened(message);
      case "comm_msg" ->
          heard(message).ifPresent(known -> known.target().received(known.comm(), message));
      case "comm_close" ->
          heard(message)
              .ifPresent(known -> {
                forget(known.comm());
                known.target().closed(known.comm(), message);
              });
      default -> {
        return Optional.of(all(message.content().path("target_name").asText("")));
      }
    }
    return Optional.empty();
  }

  private void opened(Message message) {
    String name = message.text("target_name");
    Comm comm = new Comm(message.text("comm_id"), name, this, message.headerFrame());
    CommTarget target = targets.get(name);
    if (target == null) {
      LOG.log(DEBUG, "nobody has registered the comm target {0}", name);
      comm.close(Json.object());
      return;
    }
    open.put(comm.id(), new Open(comm, target));
    target.opened(comm, message);
  }

  private Optional<Open> heard(Message message) {
    Optional<Open> known = Optional.ofNullable(open.get(message.text("comm_id")));
    known.ifPresent(it -> it.comm().heard(message));
    return known;
  }

  private ObjectNode all(String name) {
    ObjectNode reply = Replies.ok();
    ObjectNode list = reply.putObject("comms");
    open.values().stream()
        .map(Open::comm)
        .filter(comm -> name.isEmpty() || comm.target().equals(name))
        .forEach(comm -> list.putObject(comm.id()).put("target_name", comm.target()));
    return reply;
  }

  void forget(Comm comm) {
    open.remove(comm.id());
  }

  void publish(String type, ObjectNode content, Comm comm, List<byte[]> buffers) {
    sockets.publish(Draft.of(type, content).answering(comm.parent()).with(Json.object(), buffers));
  }
}
