package dev.braid.display;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.DisplayDataRenderable;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;

class NotebookTest {
  private static String text(Object value, String type) {
    return MimeBundle.of(Notebook.render(value)).data().path(type).asText();
  }

  @Test
  void everythingHasPlainText() {
    assertThat(text(42, "text/plain")).isEqualTo("42");
    assertThat(text(new int[][] {{1}, {2, 3}}, "text/plain")).isEqualTo("[[1], [2, 3]]");
    assertThat(text("text", "text/plain")).isEqualTo("text");
  }

  @Test
  void imagesAreBase64() {
    String png = text(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB), "image/png");
    assertThat(Base64.getMimeDecoder().decode(png)).startsWith(0x89, 'P', 'N', 'G');
  }

  @Test
  void textIsRenderedAsTheTypeThatIsAskedFor() {
    MimeBundle bundle = MimeBundle.of(Notebook.render("<b>x</b>", "text/html"));
    assertThat(bundle.data().path("text/html").asText()).isEqualTo("<b>x</b>");
  }

  @Test
  void jsonIsAJsonValue() {
    DisplayData data = new DisplayData();
    data.putJSON("{\"a\": [1, 2]}");
    assertThat(MimeBundle.of(data).data().path("application/json").path("a").get(1).asInt())
        .isEqualTo(2);
    data.putData("application/json", Map.of("b", 3));
    assertThat(MimeBundle.of(data).data().path("application/json").path("b").asInt()).isEqualTo(3);
  }

  @Test
  void valuesMayRenderThemselves() {
    DisplayDataRenderable own =
        context -> context.renderIfRequested(MIMEType.TEXT_HTML, () -> "<i>own</i>");
    assertThat(MimeBundle.of(Notebook.render(own, "text/html")).data().path("text/html").asText())
        .isEqualTo("<i>own</i>");
  }

  @Test
  void messagesSurviveTheirJson() {
    MimeBundle bundle = MimeBundle.of(Notebook.render("caf\u00e9"));
    DisplayMessage update = new DisplayMessage.Update(bundle, "id");
    assertThat(DisplayMessage.parse(update.toJson()))
        .isEqualTo(
            new DisplayMessage.Update(
                new MimeBundle(bundle.data(), bundle.metadata(), Optional.of("id")), "id"));
    DisplayMessage clear = new DisplayMessage.Clear(true);
    assertThat(DisplayMessage.parse(clear.toJson())).isEqualTo(clear);
  }

  @Test
  void otherBytesAreRefused() {
    for (String bad : new String[] {"", "x", "{}", "{\"kind\":\"show\"}", "{\"kind\":\"y\"}"}) {
      assertThatThrownBy(() -> DisplayMessage.parse(bad.getBytes(StandardCharsets.UTF_8)))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void evalNeedsTheKernel() {
    assertThatThrownBy(() -> Notebook.eval("1"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("in the kernel only");
  }
}
