package dev.oreo.djl.internal.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Expected values are Python 3's. */
final class PythonStringsTest {
  @Test
  void split_bySeparator_keepsEmptyParts() {
    assertThat(call("split", "a,,b,", ",")).isEqualTo(List.of("a", "", "b", ""));
    assertThat(call("split", "", ",")).isEqualTo(List.of(""));
    assertThat(call("split", "a.b.c", ".", 1)).isEqualTo(List.of("a", "b.c"));
    assertThat(call("rsplit", "a::b::c", "::", 1)).isEqualTo(List.of("a::b", "c"));
  }

  @Test
  void split_byWhitespace_dropsEmptyParts() {
    assertThat(call("split", " a \n b ")).isEqualTo(List.of("a", "b"));
    assertThat(call("split", "  ")).isEqualTo(List.of());
    assertThat(call("rsplit", " a \n b ")).isEqualTo(List.of("a", "b"));
  }

  @Test
  void strip_ofCharacters_takesAnyOfThem() {
    assertThat(call("strip", "\n a\n")).isEqualTo("a");
    assertThat(call("lstrip", "xyaxy", "yx")).isEqualTo("axy");
    assertThat(call("rstrip", "\n a \n", "\n")).isEqualTo("\n a ");
  }

  @Test
  void otherMethods_areAsInPython() {
    assertThat(call("startswith", "abc", "ab")).isEqualTo(true);
    assertThat(call("endswith", "abc", "ab")).isEqualTo(false);
    assertThat(call("replace", "a.b.", ".", "-")).isEqualTo("a-b-");
    assertThat(call("removeprefix", "aab", "a")).isEqualTo("ab");
    assertThat(call("removesuffix", "abb", "b")).isEqualTo("ab");
    assertThat(call("title", "they're ok")).isEqualTo("They'Re Ok");
    assertThat(call("capitalize", "aB cD")).isEqualTo("Ab cd");
    assertThat(call("upper", "ab")).isEqualTo("AB");
    assertThat(call("lower", "AB")).isEqualTo("ab");
    assertThat(call("join", ", ", List.of("a", "b"))).isEqualTo("a, b");
  }

  private static Object call(String method, String text, Object... arguments) {
    return PythonStrings.call(method, text, arguments);
  }
}
