package dev.braid.jupyter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/// Answers what a client asks about code: completions, documentation, whether it is complete.
final class Questions {
  private final Interpreter interpreter;

  Questions(Interpreter interpreter) {
    this.interpreter = interpreter;
  }

  Optional<ObjectNode> answer(Request request) {
    Message message = request.message();
    String code = message.text("code");
    return Optional.of(
        switch (request.type()) {
          case "complete_request" -> complete(code, cursor(message, code));
          case "inspect_request" ->
              inspect(code, cursor(message, code), message.content().path("detail_level").asInt(0));
          default -> isComplete(code);
        });
  }

  /// In code points; the end of the code if the request says nothing sensible.
  private static int cursor(Message message, String code) {
    int end = code.codePointCount(0, code.length());
    JsonNode cursor = message.content().path("cursor_pos");
    return Math.clamp(cursor.asInt(end), 0, end);
  }

  private ObjectNode complete(String code, int cursor) {
    Completion completion = interpreter.complete(code, cursor);
    ObjectNode reply = Replies.ok();
    ArrayNode matches = reply.putArray("matches");
    reply.put("cursor_start", completion.start()).put("cursor_end", completion.end());
    // JupyterLab shows types and signatures from here.
    ArrayNode types = reply.putObject("metadata").putArray("_jupyter_types_experimental");
    for (Completion.Item item : completion.items()) {
      matches.add(item.text());
      ObjectNode type =
          types
              .addObject()
              .put("text", item.text())
              .put("type", item.type().isEmpty() ? "<unknown>" : item.type())
              .put("start", completion.start())
              .put("end", completion.end());
      if (!item.signature().isEmpty()) {
        type.put("signature", item.signature());
      }
    }
    return reply;
  }

  private ObjectNode inspect(String code, int cursor, int detail) {
    Optional<Bundle> found = interpreter.inspect(code, cursor, detail);
    ObjectNode reply = Replies.ok().put("found", found.isPresent());
    return Replies.bundle(reply, found.orElseGet(() -> new Bundle(Json.object(), Json.object())));
  }

  private ObjectNode isComplete(String code) {
    return switch (interpreter.isComplete(code)) {
      case Completeness.Complete _ -> Json.object().put("status", "complete");
      case Completeness.Incomplete(var indent) ->
          Json.object().put("status", "incomplete").put("indent", indent);
      case Completeness.Invalid _ -> Json.object().put("status", "invalid");
      case Completeness.Unknown _ -> Json.object().put("status", "unknown");
    };
  }

  /// From what is known before the interpreter has started.
  ObjectNode kernelInfo() {
    Language language = interpreter.language();
    ObjectNode reply =
        Replies.ok()
            .put("protocol_version", Codec.PROTOCOL)
            .put("implementation", language.implementation())
            .put("implementation_version", language.implementationVersion())
            .put("banner", language.banner())
            .put("debugger", false);
    reply
        .putObject("language_info")
        .put("name", language.name())
        .put("version", language.version())
        .put("mimetype", language.mimetype())
        .put("file_extension", language.fileExtension())
        .put("pygments_lexer", language.lexer())
        .put("codemirror_mode", language.codemirrorMode());
    reply.putArray("help_links");
    reply.putArray("supported_features");
    return reply;
  }
}
