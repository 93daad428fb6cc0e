package dev.oreo.djl.internal.chat;

import com.hubspot.jinjava.interpret.InterpretException;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.filter.AdvancedFilter;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The filter {@code tojson(indent=n)}: Python's {@code json.dumps} with {@code ensure_ascii=False}.
 */
final class PythonJson implements AdvancedFilter {
  @Override
  public String getName() {
    return "tojson";
  }

  @Override
  public Object filter(
      @Nullable Object value,
      JinjavaInterpreter interpreter,
      Object[] arguments,
      Map<String, Object> named) {
    Object indent = named.get("indent");
    boolean known = named.size() == (named.containsKey("indent") ? 1 : 0) && arguments.length == 0;
    if (!known || !(indent == null || indent instanceof Number)) {
      throw new InterpretException(
          "tojson with other arguments than indent (not implemented): " + named);
    }
    Writer writer = new Writer(indent == null ? -1 : ((Number) indent).intValue());
    writer.write(value, 0);
    return writer.text.toString();
  }

  /** Writes values; an indent below 0 keeps everything on one line. */
  private record Writer(StringBuilder text, int indent) {
    Writer(int indent) {
      this(new StringBuilder(), indent);
    }

    void write(@Nullable Object value, int depth) {
      if (value == null || value instanceof Boolean || value instanceof Number) {
        text.append(value);
      } else if (value instanceof Map<?, ?> map) {
        list(
            '{',
            '}',
            map.entrySet(),
            depth,
            entry -> {
              string(String.valueOf(entry.getKey()));
              text.append(": ");
              write(entry.getValue(), depth + 1);
            });
      } else if (value instanceof Collection<?> collection) {
        list('[', ']', collection, depth, entry -> write(entry, depth + 1));
      } else {
        string(value.toString());
      }
    }

    private <T> void list(
        char open, char close, Collection<T> entries, int depth, Consumer<T> writeEntry) {
      text.append(open);
      Iterator<T> iterator = entries.iterator();
      while (iterator.hasNext()) {
        newLine(depth + 1);
        writeEntry.accept(iterator.next());
        if (iterator.hasNext()) {
          text.append(indent < 0 ? ", " : ",");
        }
      }
      if (!entries.isEmpty()) {
        newLine(depth);
      }
      text.append(close);
    }

    private void newLine(int depth) {
      if (indent >= 0) {
        text.append('\n').append(" ".repeat(indent * depth));
      }
    }

    private void string(String value) {
      text.append('"');
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        switch (c) {
          case '"' -> text.append("\\\"");
          case '\\' -> text.append("\\\\");
          case '\n' -> text.append("\\n");
          case '\r' -> text.append("\\r");
          case '\t' -> text.append("\\t");
          case '\b' -> text.append("\\b");
          case '\f' -> text.append("\\f");
          default -> text.append(c < ' ' ? "\\u%04x".formatted((int) c) : c);
        }
      }
      text.append('"');
    }
  }
}
