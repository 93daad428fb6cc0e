package dev.oreo.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Text that must not be taken for markup. */
final class HtmlTest {

  @Test
  void escape_markup_isText() {
    assertThat(Html.escape("a<b & \"c\" > 'd'"))
        .isEqualTo("a&lt;b &amp; &quot;c&quot; &gt; &#39;d&#39;");
  }

  @Test
  void escape_newlinesTabsAndOtherScripts_stay() {
    assertThat(Html.escape("x\n\ty \u00e9\u4e2d\ud83d\ude00"))
        .isEqualTo("x\n\ty \u00e9\u4e2d\ud83d\ude00");
  }

  @Test
  void escape_controlAndFormatCharacters_areVisible() {
    assertThat(Html.escape("\u0000\r\u007f\u202e")).isEqualTo("\u2400\u240d\u2421U+202E");
  }

  @Test
  void element_textAndAttributes_areInPlace() {
    assertThat(Html.text("td", "right", "1 < 2")).isEqualTo("<td class=\"right\">1 &lt; 2</td>");
    assertThat(Html.element("p", "", "<b>x</b>")).isEqualTo("<p><b>x</b></p>");
  }
}
