package dev.braid.jupyter;

/// A client's request, and the channel that its reply goes to.
record Request(Channel channel, Message message) {
  String type() {
    return message.type();
  }

  /// The type of its reply.
  String replyType() {
    String type = type();
    String end = "_request";
    return type.endsWith(end)
        ? type.substring(0, type.length() - end.length()) + "_reply"
        : type + "_reply";
  }
}
