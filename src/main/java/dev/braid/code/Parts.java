package dev.braid.code;

import java.util.Map;

/// Something packed that names its parts as the user knows them, for messages.
public interface Parts {
  /// The parts by name, such as `argument 1`.
  Map<String, Object> parts();
}
