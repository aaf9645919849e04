package dev.braid.memory;

/// Where characters of UTF-8 begin and end.
final class Utf8 {
  private Utf8() {}

  /// How many bytes from the beginning are whole characters, if at most the last one is cut.
  static int wholeCharacters(byte[] bytes) {
    int lead = bytes.length - 1;
    while (lead >= 0 && lead > bytes.length - 4 && (bytes[lead] & 0xc0) == 0x80) {
      lead--;
    }
    if (lead < 0) {
      return bytes.length;
    }
    int first = bytes[lead] & 0xff;
    int length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
    return lead + length > bytes.length ? lead : bytes.length;
  }
}
