package dev.braid.jupyter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A message to be sent, before it has a header and a signature.
///
/// @param identities who shall get it, or its topic
/// @param type what it is
/// @param parent the header's bytes of the message that it answers
/// @param metadata rarely anything
/// @param content what its type demands
/// @param buffers binary attachments
record Draft(
    List<byte[]> identities,
    String type,
    byte[] parent,
    ObjectNode metadata,
    ObjectNode content,
    List<byte[]> buffers) {
  static final byte[] NO_PARENT = "{}".getBytes(StandardCharsets.UTF_8);

  static Draft of(String type, ObjectNode content) {
    return new Draft(List.of(), type, NO_PARENT, Json.object(), content, List.of());
  }

  Draft to(List<byte[]> who) {
    return new Draft(who, type, parent, metadata, content, buffers);
  }

  /// To everybody who has subscribed to the topic; clients subscribe to all.
  Draft on(String topic) {
    return to(List.of(topic.getBytes(StandardCharsets.UTF_8)));
  }

  Draft answering(byte[] header) {
    return new Draft(identities, type, header, metadata, content, buffers);
  }

  Draft with(ObjectNode newMetadata, List<byte[]> newBuffers) {
    return new Draft(identities, type, parent, newMetadata, content, newBuffers);
  }
}
