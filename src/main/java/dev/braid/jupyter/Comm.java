package dev.braid.jupyter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// A line of messages between an object in the kernel and its other half in the client. Any thread
/// may send.
public final class Comm {
  private final String id;
  private final String target;
  private final Comms comms;
  private volatile byte[] parent;

  Comm(String id, String target, Comms comms, byte[] parent) {
    this.id = id;
    this.target = target;
    this.comms = comms;
    this.parent = parent;
  }

  /// Unique to it; both halves know it by this.
  public String id() {
    return id;
  }

  /// What the other half is.
  public String target() {
    return target;
  }

  /// Sends to the other half.
  public void send(ObjectNode data, List<byte[]> buffers) {
    comms.publish("comm_msg", content(data), this, buffers);
  }

  /// Ends the comm, and says so to the other half.
  public void close(ObjectNode data) {
    comms.forget(this);
    comms.publish("comm_close", content(data), this, List.of());
  }

  ObjectNode content(ObjectNode data) {
    ObjectNode content = Json.object().put("comm_id", id);
    content.set("data", data);
    return content;
  }

  /// The client's last message to it, under which its messages go.
  byte[] parent() {
    return parent;
  }

  void heard(Message message) {
    parent = message.headerFrame();
  }
}
