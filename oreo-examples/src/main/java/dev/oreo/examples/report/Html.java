package dev.oreo.examples.report;

import com.google.common.html.HtmlEscapers;

/** Text as HTML. */
final class Html {
  private static final int CONTROL_PICTURES = 0x2400;
  private static final char DELETE = 0x7F;
  private static final char DELETE_PICTURE = 0x2421;

  private Html() {}

  /**
   * Returns text as the content of an element or of a quoted attribute. Newlines and tabs stay;
   * other control characters, which HTML cannot hold, become their pictures, and marks that turn
   * the direction of text become their numbers.
   */
  static String escape(String text) {
    StringBuilder visible = new StringBuilder(text.length());
    text.chars().forEach(c -> visible.append(visible((char) c)));
    return HtmlEscapers.htmlEscaper().escape(visible.toString());
  }

  private static String visible(char c) {
    if (c == '\n' || c == '\t') {
      return String.valueOf(c);
    }
    if (c < ' ') {
      return String.valueOf((char) (CONTROL_PICTURES + c));
    }
    if (c == DELETE) {
      return String.valueOf(DELETE_PICTURE);
    }
    return Character.isISOControl(c) || reverses(c)
        ? "U+%04X".formatted((int) c)
        : String.valueOf(c);
  }

  /** Whether a character changes the direction of the text after it. */
  private static boolean reverses(char c) {
    return c == '\u200e'
        || c == '\u200f'
        || (c >= '\u202a' && c <= '\u202e')
        || (c >= '\u2066' && c <= '\u2069');
  }

  /** Returns an element of a class with escaped text. */
  static String text(String element, String cssClass, String text) {
    return element(element, "class=\"" + escape(cssClass) + "\"", escape(text));
  }

  /**
   * Returns an element.
   *
   * @param attributes as HTML, may be empty
   * @param content as HTML
   */
  static String element(String element, String attributes, String content) {
    String open = attributes.isEmpty() ? element : element + " " + attributes;
    return "<" + open + ">" + content + "</" + element + ">";
  }
}
