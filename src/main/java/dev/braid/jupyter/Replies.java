package dev.braid.jupyter;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// The shapes that replies have in common.
final class Replies {
  private Replies() {}

  static ObjectNode ok() {
    return Json.object().put("status", "ok");
  }

  /// Of a request that could not be served.
  static ObjectNode error(Throwable e) {
    String name = e.getClass().getSimpleName();
    String value = String.valueOf(e.getMessage());
    return error(new Outcome.Failed(name, value, List.of(name + ": " + value)));
  }

  static ObjectNode error(Outcome.Failed failed) {
    return failure(failed).put("status", "error");
  }

  /// The content of an `error` message.
  static ObjectNode failure(Outcome.Failed failed) {
    ObjectNode content = Json.object().put("ename", failed.name()).put("evalue", failed.value());
    ArrayNode traceback = content.putArray("traceback");
    failed.traceback().forEach(traceback::add);
    return content;
  }

  /// With the bundle's `data` and `metadata`.
  static ObjectNode bundle(ObjectNode content, Bundle bundle) {
    content.set("data", bundle.data());
    content.set("metadata", bundle.metadata());
    return content;
  }
}
