package dev.oreo.djl.internal.chat;

import com.google.common.base.Joiner;
import com.hubspot.jinjava.el.ext.NamedParameter;
import com.hubspot.jinjava.interpret.InterpretException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The methods of Python's strings that chat templates call. */
final class PythonStrings {
  private PythonStrings() {}

  /** Calls a method; a wrong name or argument is an {@link InterpretException}. */
  static Object call(String method, String text, Object[] arguments) {
    return switch (method) {
      case "strip" -> strip(text, optional(method, arguments), true, true);
      case "lstrip" -> strip(text, optional(method, arguments), true, false);
      case "rstrip" -> strip(text, optional(method, arguments), false, true);
      case "split" -> split(text, arguments, false);
      case "rsplit" -> split(text, arguments, true);
      case "startswith" -> text.startsWith(string(method, arguments, 0, 1));
      case "endswith" -> text.endsWith(string(method, arguments, 0, 1));
      case "replace" ->
          text.replace(string(method, arguments, 0, 2), string(method, arguments, 1, 2));
      case "removeprefix" -> withoutPrefix(text, string(method, arguments, 0, 1));
      case "removesuffix" -> withoutSuffix(text, string(method, arguments, 0, 1));
      case "upper" -> none(method, text, arguments).toUpperCase(Locale.ROOT);
      case "lower" -> none(method, text, arguments).toLowerCase(Locale.ROOT);
      case "title" -> title(none(method, text, arguments), true);
      case "capitalize" -> title(none(method, text, arguments), false);
      case "join" -> join(text, arguments);
      default -> throw new InterpretException("a string has no method %s here".formatted(method));
    };
  }

  private static String strip(
      String text, @Nullable String characters, boolean left, boolean right) {
    int start = 0;
    int end = text.length();
    while (left && start < end && isStripped(text.charAt(start), characters)) {
      start++;
    }
    while (right && end > start && isStripped(text.charAt(end - 1), characters)) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isStripped(char c, @Nullable String characters) {
    return characters == null ? isSpace(c) : characters.indexOf(c) >= 0;
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
  }

  private static List<String> split(String text, Object[] arguments, boolean fromRight) {
    String method = fromRight ? "rsplit" : "split";
    String separator = null;
    int limit = -1;
    for (int i = 0; i < arguments.length; i++) {
      String name = arguments[i] instanceof NamedParameter named ? named.getName() : "";
      Object value = arguments[i] instanceof NamedParameter named ? named.getValue() : arguments[i];
      if ((name.equals("sep") || (name.isEmpty() && i == 0)) && !String.valueOf(value).isEmpty()) {
        separator = value == null ? null : value.toString();
      } else if ((name.equals("maxsplit") || (name.isEmpty() && i == 1))
          && value instanceof Number number) {
        limit = number.intValue();
      } else {
        throw wrongArguments(method, arguments);
      }
    }
    return fromRight ? splitRight(text, separator, limit) : splitLeft(text, separator, limit);
  }

  private static List<String> splitLeft(String text, @Nullable String separator, int limit) {
    List<String> parts = new ArrayList<>();
    String rest = separator == null ? strip(text, null, true, false) : text;
    while (parts.size() != limit) {
      int end = separator == null ? indexOfSpace(rest) : rest.indexOf(separator);
      if (end < 0) {
        break;
      }
      parts.add(rest.substring(0, end));
      rest =
          separator == null
              ? strip(rest.substring(end), null, true, false)
              : rest.substring(end + separator.length());
    }
    if (separator != null || !rest.isEmpty()) {
      parts.add(rest);
    }
    return parts;
  }

  private static List<String> splitRight(String text, @Nullable String separator, int limit) {
    String reversedSeparator = separator == null ? null : reverse(separator);
    List<String> parts = new ArrayList<>();
    for (String part : splitLeft(reverse(text), reversedSeparator, limit)) {
      parts.add(reverse(part));
    }
    Collections.reverse(parts);
    return parts;
  }

  private static int indexOfSpace(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isSpace(text.charAt(i))) {
        return i;
      }
    }
    return -1;
  }

  static String reverse(String text) {
    return new StringBuilder(text).reverse().toString();
  }

  private static String withoutPrefix(String text, String prefix) {
    return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
  }

  private static String withoutSuffix(String text, String suffix) {
    return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
  }

  private static String title(String text, boolean everyWord) {
    StringBuilder result = new StringBuilder(text.toLowerCase(Locale.ROOT));
    boolean start = true;
    for (int i = 0; i < result.length(); i++) {
      if (start) {
        result.setCharAt(i, Character.toTitleCase(result.charAt(i)));
      }
      start = everyWord && !Character.isLetter(result.charAt(i));
    }
    return result.toString();
  }

  private static String join(String separator, Object[] arguments) {
    if (arguments.length != 1 || !(arguments[0] instanceof Collection<?> parts)) {
      throw wrongArguments("join", arguments);
    }
    return Joiner.on(separator).join(parts);
  }

  private static String none(String method, String text, Object[] arguments) {
    if (arguments.length != 0) {
      throw wrongArguments(method, arguments);
    }
    return text;
  }

  private static @Nullable String optional(String method, Object[] arguments) {
    return arguments.length == 0 ? null : string(method, arguments, 0, 1);
  }

  private static String string(String method, Object[] arguments, int index, int count) {
    if (arguments.length != count || !(arguments[index] instanceof String text)) {
      throw wrongArguments(method, arguments);
    }
    return text;
  }

  private static InterpretException wrongArguments(String method, Object[] arguments) {
    return new InterpretException("%s does not take %s here".formatted(method, List.of(arguments)));
  }
}
