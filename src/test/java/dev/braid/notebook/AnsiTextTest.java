package dev.braid.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnsiTextTest {
  private static String html(String text) {
    return new AnsiText(text.replace('^', '\u001B')).html();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a <b> & 'c' | a &lt;b&gt; &amp; &#39;c&#39;",
        "^[31mred^[0m plain | <span class=\"ansi-red\">red</span> plain",
        "^[1;94mx^[m | <span class=\"ansi-bold ansi-bright-blue\">x</span>",
        "^[42mx^[49my | <span class=\"ansi-on-green\">x</span>y",
        "^[38;5;9mx | <span class=\"ansi-bright-red\">x</span>",
        "^[38;5;196mx | <span style=\"color:rgb(255,0,0)\">x</span>",
        "^[48;2;1;2;3mx | <span style=\"background:rgb(1,2,3)\">x</span>",
        "^[38;5;255mx | <span style=\"color:rgb(238,238,238)\">x</span>",
        "^[1ma^[22mb | <span class=\"ansi-bold\">a</span>b",
        "^[2Jgone^[1A | gone",
        "^]8;;http://x^\\link^]8;;^\\ | link",
        "^[31m<i>^[0m | <span class=\"ansi-red\">&lt;i&gt;</span>",
        "^[38;5mx | <span class=\"ansi-black\">x</span>",
        "^[999999999mx | x",
      })
  void coloursBecomeSpans(String text, String html) {
    assertThat(html(text)).isEqualTo(html);
  }

  @Test
  void carriageReturnWritesOverTheLine() {
    assertThat(html("start\n10 %\r20 %\r30 %\r\nend\n")).isEqualTo("start\n30 %\nend\n");
  }

  @Test
  void plainTextHasNoEscapes() {
    assertThat(new AnsiText("\u001B[31mred\u001B[0m \u001B]0;title\u0007x").plain())
        .isEqualTo("red x");
  }
}
