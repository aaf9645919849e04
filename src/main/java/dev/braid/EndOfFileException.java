package dev.braid;

/// Nothing is left to receive, and nobody is left who could send; Python's `EOFError`.
public final class EndOfFileException extends BraidException {
  private static final long serialVersionUID = 1L;

  EndOfFileException(String message) {
    super(message);
  }
}
