package dev.braid.jupyter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/// The content of an `execute_request`.
///
/// @param code to run
/// @param silent true to keep it out of the notebook: no `In`, no `Out`, no history
/// @param storeHistory true to count and remember it
/// @param userExpressions to be evaluated afterwards, by name
/// @param allowStdin true if the client can be asked for input
/// @param stopOnError true to give up what is queued behind it if it fails
public record ExecuteRequest(
    String code,
    boolean silent,
    boolean storeHistory,
    Map<String, String> userExpressions,
    boolean allowStdin,
    boolean stopOnError) {
  /// Copies the map; what is silent isn't stored.
  public ExecuteRequest {
    storeHistory = storeHistory && !silent;
    userExpressions = Map.copyOf(userExpressions);
  }

  /// As a notebook sends it, without a user to ask.
  public static ExecuteRequest of(String code) {
    return new ExecuteRequest(code, false, true, Map.of(), false, true);
  }

  /// The same, as quietly as possible.
  public ExecuteRequest silently() {
    return new ExecuteRequest(code, true, false, userExpressions, allowStdin, stopOnError);
  }

  /// The same, neither counted nor remembered.
  public ExecuteRequest withoutHistory() {
    return new ExecuteRequest(code, silent, false, userExpressions, allowStdin, stopOnError);
  }

  /// The same, from a client that can be asked for input.
  public ExecuteRequest withStdin() {
    return new ExecuteRequest(code, silent, storeHistory, userExpressions, true, stopOnError);
  }

  /// The same, with expressions to evaluate afterwards.
  public ExecuteRequest asking(Map<String, String> expressions) {
    return new ExecuteRequest(code, silent, storeHistory, expressions, allowStdin, stopOnError);
  }

  /// The same; what is queued behind it runs even if it fails.
  public ExecuteRequest carryingOn() {
    return new ExecuteRequest(code, silent, storeHistory, userExpressions, allowStdin, false);
  }

  static ExecuteRequest of(Message message) {
    JsonNode content = message.content();
    Map<String, String> expressions = new LinkedHashMap<>();
    content
        .path("user_expressions")
        .forEachEntry((name, expression) -> expressions.put(name, expression.asText()));
    return new ExecuteRequest(
        message.text("code"),
        content.path("silent").asBoolean(false),
        content.path("store_history").asBoolean(true),
        expressions,
        content.path("allow_stdin").asBoolean(false),
        content.path("stop_on_error").asBoolean(true));
  }

  ObjectNode content() {
    ObjectNode content =
        Json.object().put("code", code).put("silent", silent).put("store_history", storeHistory);
    ObjectNode expressions = content.putObject("user_expressions");
    userExpressions.forEach(expressions::put);
    return content.put("allow_stdin", allowStdin).put("stop_on_error", stopOnError);
  }
}
