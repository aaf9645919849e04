package dev.braid.jupyter;

/// Whether code could run as it is.
public sealed interface Completeness {
  /// It could.
  record Complete() implements Completeness {}

  /// More must follow; the next line is best indented so.
  record Incomplete(String indent) implements Completeness {}

  /// It can't run, whatever follows.
  record Invalid() implements Completeness {}

  /// Nobody can tell.
  record Unknown() implements Completeness {}
}
