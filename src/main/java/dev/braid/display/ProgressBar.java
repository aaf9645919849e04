package dev.braid.display;

import dev.braid.pool.Progress;
import dev.braid.pool.ProgressText;
import dev.braid.pool.ProgressView;
import java.util.Map;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/// Progress in a notebook: a bar under the cell that changes in place, and is a line of text at the
/// end.
public final class ProgressBar implements ProgressView {
  /// Metadata of what another display soon takes the place of: a log of the run leaves it out.
  public static final String PASSING = "braid_passing";

  /// For `ServiceLoader`.
  public ProgressBar() {}

  @Override
  public Bar open(Progress first) {
    String id = Notebook.display(passing(first));
    return new Bar() {
      @Override
      public void update(Progress progress) {
        Notebook.updateDisplay(id, passing(progress));
      }

      @Override
      public void close(Progress last) {
        Notebook.updateDisplay(id, data(ProgressText.ended(last), ProgressHtml.ended(last)));
      }
    };
  }

  private static DisplayData passing(Progress progress) {
    DisplayData data = data(ProgressText.running(progress), ProgressHtml.running(progress));
    data.putMetaData("text/plain", Map.of(PASSING, true));
    return data;
  }

  private static DisplayData data(String text, String html) {
    DisplayData data = new DisplayData();
    data.putText(text);
    data.putHTML(html);
    return data;
  }
}
