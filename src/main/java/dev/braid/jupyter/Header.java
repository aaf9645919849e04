package dev.braid.jupyter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What a message says about itself.
///
/// @param msgId unique to the message
/// @param msgType what it is, such as `execute_request`
/// @param session constant for the process that sent it
/// @param username who runs that process
/// @param date when it was made, ISO 8601
/// @param version of the protocol
public record Header(
    String msgId, String msgType, String session, String username, String date, String version) {
  static Header of(JsonNode json) throws MalformedMessageException {
    for (String field : new String[] {"msg_id", "msg_type"}) {
      if (!json.path(field).isTextual()) {
        throw new MalformedMessageException("its header has no text " + field);
      }
    }
    return new Header(
        json.path("msg_id").asText(),
        json.path("msg_type").asText(),
        json.path("session").asText(""),
        json.path("username").asText(""),
        json.path("date").asText(""),
        json.path("version").asText(""));
  }

  ObjectNode json() {
    return Json.object()
        .put("msg_id", msgId)
        .put("msg_type", msgType)
        .put("session", session)
        .put("username", username)
        .put("date", date)
        .put("version", version);
  }
}
