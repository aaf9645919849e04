package dev.braid.jupyter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// A message as it was received, its signature verified.
///
/// @param identities the frames before the delimiter: who sent it, or its topic
/// @param header what it says about itself
/// @param headerFrame the header's bytes, to be sent back as they are in every answer's parent
/// @param parentId the `msg_id` of the message that it answers; empty if there is none
/// @param metadata rarely anything
/// @param content what its type demands
/// @param buffers binary attachments
public record Message(
    List<byte[]> identities,
    Header header,
    byte[] headerFrame,
    String parentId,
    ObjectNode metadata,
    ObjectNode content,
    List<byte[]> buffers) {
  /// Copies the lists.
  public Message {
    identities = List.copyOf(identities);
    buffers = List.copyOf(buffers);
  }

  /// What it is, such as `execute_request`.
  public String type() {
    return header.msgType();
  }

  /// A text of its content.
  ///
  /// @throws IllegalArgumentException if the content has no such text
  public String text(String field) {
    JsonNode value = content.path(field);
    if (!value.isTextual()) {
      throw new BadRequestException(
          "%s has no text \"%s\" in its content; send one".formatted(type(), field));
    }
    return value.textValue();
  }
}
