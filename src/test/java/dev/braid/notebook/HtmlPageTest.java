package dev.braid.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlPageTest {
  @TempDir private Path folder;

  private String page(String cells) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("a.ipynb"),
            "{\"nbformat\": 4, \"nbformat_minor\": 4, \"metadata\": {}, \"cells\": ["
                + cells
                + "]}");
    return HtmlPage.of(Notebook.read(file));
  }

  private String outputs(String outputs) throws IOException {
    return page(
        """
        {"cell_type": "code", "metadata": {}, "execution_count": 7, "source": "code",
         "outputs": [%s]}
        """
            .formatted(outputs));
  }

  private static String markdown(String text) {
    return "{\"cell_type\": \"markdown\", \"metadata\": {}, \"source\": \"%s\"}".formatted(text);
  }

  @Test
  void firstHeadingIsTheTitle() throws IOException {
    assertThat(page(markdown("Intro\\n# Locks & <keys>")))
        .contains("<title>Locks &amp; &lt;keys&gt;</title>");
  }

  @Test
  void markdownHasTables() throws IOException {
    assertThat(page(markdown("|a|b|\\n|-|-|\\n|1|2|"))).contains("<td>1</td>");
  }

  @Test
  void codeIsEscapedAndNumbered() throws IOException {
    String page =
        page(
            """
            {"cell_type": "code", "metadata": {}, "execution_count": 7, "outputs": [],
             "source": "List<String> a;"}
            """);
    assertThat(page).contains("In [7]", "List&lt;String&gt; a;");
  }

  @Test
  void streamsAreEscapedAndColoured() throws IOException {
    assertThat(
            outputs(
                """
                {"output_type": "stream", "name": "stdout", "text": ["<a>\\n"]},
                {"output_type": "stream", "name": "stderr", "text": "\\u001b[31m<b>\\u001b[0m"}
                """))
        .contains(
            "<pre class=\"stdout\">\n&lt;a&gt;\n</pre>",
            "<pre class=\"stderr\">\n<span class=\"ansi-red\">&lt;b&gt;</span></pre>");
  }

  @Test
  void tracebackIsShown() throws IOException {
    assertThat(
            outputs(
                """
                {"output_type": "error", "ename": "E", "evalue": "v",
                 "traceback": ["E: v", "  at <cell>"]}
                """))
        .contains("<pre class=\"error\">\nE: v\n  at &lt;cell&gt;</pre>");
  }

  @Test
  void richestFormIsShown() throws IOException {
    String page =
        outputs(
            """
            {"output_type": "execute_result", "execution_count": 7, "metadata": {},
             "data": {"text/html": "<b>bold</b>", "text/plain": "plain"}}
            """);
    assertThat(page).contains("Out [7]", "<b>bold</b>").doesNotContain("plain</pre>");
  }

  @Test
  void imagesAreInThePage() throws IOException {
    assertThat(
            outputs(
                """
                {"output_type": "display_data", "metadata": {},
                 "data": {"image/png": ["iVBOR\\n", "w0KGgo="], "text/plain": "a \\"chart\\""}}
                """))
        .contains("<img alt=\"a &quot;chart&quot;\" src=\"data:image/png;base64,iVBORw0KGgo=\">");
  }

  @Test
  void attachedImagesAreInThePage() throws IOException {
    assertThat(
            page(
                """
                {"cell_type": "markdown", "metadata": {}, "source": "![x](attachment:x.png)",
                 "attachments": {"x.png": {"image/png": "QUJD"}}}
                """))
        .contains("src=\"data:image/png;base64,QUJD\"");
  }

  @Test
  void imagesBesideTheNotebookAreInThePage() throws IOException {
    Files.write(folder.resolve("x.png"), new byte[] {'A', 'B', 'C'});
    assertThat(page(markdown("![x](x.png) ![y](https://example.org/y.png) ![z](none.png)")))
        .contains("src=\"data:image/png;base64,QUJD\"", "https://example.org/y.png", "none.png");
  }

  @Test
  void pageNeedsNothingElse() throws IOException {
    assertThat(page(markdown("x")))
        .contains("<style>", "prefers-color-scheme: dark")
        .doesNotContain("<link", "<script");
  }
}
