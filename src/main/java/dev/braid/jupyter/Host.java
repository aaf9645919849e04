package dev.braid.jupyter;

import org.jspecify.annotations.Nullable;

/// The notebook as an [Interpreter] sees it: where output goes, also after the cell has ended, and
/// where input comes from.
///
/// Every method may be called from any thread. What one thread sends arrives in the order in which
/// it was sent.
public interface Host {
  /// Shows text under a cell.
  void stream(long cell, Stream stream, String text);

  /// Shows a value under a cell, with a name by which it can be changed later if there is one.
  void display(long cell, Bundle bundle, @Nullable String displayId);

  /// Changes what was shown under that name, wherever it is.
  void updateDisplay(long cell, Bundle bundle, String displayId);

  /// Removes a cell's output, at once or when the next arrives.
  void clearOutput(long cell, boolean wait);

  /// Asks the user of a running cell for a line, without its line end; blocks until it comes.
  ///
  /// @throws InterruptedException if the cell is interrupted meanwhile
  /// @throws StdinNotAllowedException if the client said that it can't ask
  /// @throws java.io.EOFException if the user ended the input
  String input(long cell, String prompt, boolean password)
      throws InterruptedException, StdinNotAllowedException, java.io.EOFException;

  /// Which of the two streams text belongs to.
  enum Stream {
    /// Standard output.
    STDOUT("stdout"),
    /// Standard error.
    STDERR("stderr");

    private final String word;

    Stream(String word) {
      this.word = word;
    }

    /// The protocol's word for it.
    public String word() {
      return word;
    }
  }
}
