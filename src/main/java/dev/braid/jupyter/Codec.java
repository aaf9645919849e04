package dev.braid.jupyter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/// Messages to frames and back.
///
/// ```text
///  identities…  <IDS|MSG>  signature  header  parent  metadata  content  buffers…
/// ```
///
/// Any thread may encode; one thread decodes.
final class Codec {
  static final String PROTOCOL = "5.4";

  private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);
  // Clients parse at most six digits of a second's fraction.
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final Signatures signatures;
  private final String session = UUID.randomUUID().toString();
  private final String username = System.getProperty("user.name", "");
  private final AtomicLong sent = new AtomicLong();

  Codec(String key) {
    signatures = new Signatures(key);
  }

  /// One for a process, whatever it sends.
  String session() {
    return session;
  }

  static String now() {
    return DATE.format(Instant.now());
  }

  /// A draft as it goes over the wire.
  record Encoded(Header header, List<byte[]> frames) {}

  Encoded encode(Draft draft) {
    Header header =
        new Header(
            session + "_" + sent.incrementAndGet(),
            draft.type(),
            session,
            username,
            now(),
            PROTOCOL);
    List<byte[]> signed =
        List.of(
            bytes(header.json()), draft.parent(), bytes(draft.metadata()), bytes(draft.content()));
    List<byte[]> frames = new ArrayList<>(draft.identities());
    frames.add(DELIMITER);
    frames.add(signatures.sign(signed));
    frames.addAll(signed);
    frames.addAll(draft.buffers());
    return new Encoded(header, frames);
  }

  private static byte[] bytes(ObjectNode json) {
    try {
      return Json.WRITER.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a message's content is no JSON: " + e.getMessage(), e);
    }
  }

  Message decode(List<byte[]> frames) throws MalformedMessageException {
    int at = 0;
    while (at < frames.size() && !Arrays.equals(frames.get(at), DELIMITER)) {
      at++;
    }
    if (at == frames.size()) {
      throw new MalformedMessageException("it has no <IDS|MSG> in its %d frames".formatted(at));
    }
    List<byte[]> body = frames.subList(at + 1, frames.size());
    if (body.size() < 5) {
      throw new MalformedMessageException(
          "it has %d frames after <IDS|MSG>, not 5".formatted(body.size()));
    }
    signatures.verify(body.get(0), body.subList(1, 5));
    ObjectNode header = object(body.get(1), "header");
    return new Message(
        frames.subList(0, at),
        Header.of(header),
        body.get(1),
        object(body.get(2), "parent header").path("msg_id").asText(""),
        object(body.get(3), "metadata"),
        object(body.get(4), "content"),
        body.subList(5, body.size()));
  }

  private static ObjectNode object(byte[] frame, String what) throws MalformedMessageException {
    try {
      JsonNode json = Json.READER.readTree(frame);
      if (json instanceof ObjectNode object) {
        return object;
      }
    } catch (IOException e) {
      // Jackson's message would quote the frame over several lines of the log.
      throw new MalformedMessageException("its %s is no JSON".formatted(what));
    }
    throw new MalformedMessageException("its %s is no JSON object".formatted(what));
  }
}
