package dev.braid.display;

import dev.braid.ProcessList;
import dev.braid.pool.PoolInsights;
import java.util.Arrays;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.common.Image;
import org.dflib.jjava.jupyter.kernel.display.common.Text;
import org.dflib.jjava.jupyter.kernel.display.common.Url;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.jspecify.annotations.Nullable;

/// JJava's renderer with its usual registrations; an array's text is its elements.
final class ValueRenderer extends Renderer {
  ValueRenderer() {
    Image.registerAll(this);
    Text.registerAll(this);
    Url.registerAll(this);
    createRegistration(PoolInsights.class)
        .preferring(MIMEType.TEXT_HTML)
        .register((insights, context) ->
            context.renderIfRequested(MIMEType.TEXT_HTML, () -> InsightsHtml.of(insights)));
    createRegistration(ProcessList.class)
        .preferring(MIMEType.TEXT_HTML)
        .register((list, context) ->
            context.renderIfRequested(MIMEType.TEXT_HTML, () -> ProcessesHtml.of(list)));
  }

  @Override
  protected DisplayData finalizeDisplayData(DisplayData data, @Nullable Object value) {
    if (!data.hasDataForType(MIMEType.TEXT_PLAIN)) {
      data.putText(text(value));
    }
    return data;
  }

  private static String text(@Nullable Object value) {
    if (value == null || !value.getClass().isArray()) {
      return String.valueOf(value);
    }
    String boxed = Arrays.deepToString(new Object[] {value});
    return boxed.substring(1, boxed.length() - 1);
  }
}
