package dev.oreo.environment;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.MalformedJsonException;
import dev.oreo.internal.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads a twl2 text: blocks {@code grammar :: """JSON""";} with rules, alone or in actions, and
 * {@code action NAME { template :: "..."; feedback :: "..."; grammar :: """..."""; }}. A rule that
 * is given again takes the place of the earlier one. {@code #} begins a comment.
 */
final class GrammarReader {
  private static final String BLOCK = "\"\"\"";
  private static final Pattern COMMENT = Pattern.compile("(?m)^\\s*#.*$");

  private final String file;
  private final String text;
  private final Map<String, Grammar.Rule> rules = new LinkedHashMap<>();
  private final Map<String, Grammar.Action> actions = new HashMap<>();
  private int position;
  private int line = 1;

  GrammarReader(String file, String text) {
    this.file = file;
    this.text = text;
  }

  Grammar read() {
    for (skip(); position < text.length(); skip()) {
      String word = word();
      if (word.equals("grammar")) {
        rules();
      } else if (word.equals("action")) {
        action();
      } else {
        throw fail("the text must go on with grammar or action, got " + word);
      }
    }
    return new Grammar(file, rules, actions);
  }

  private void action() {
    skip();
    int start = line;
    String name = word().toLowerCase(Locale.ROOT);
    Map<String, List<TextPart>> texts = new HashMap<>();
    expect("{");
    for (skip(); !text.startsWith("}", position); skip()) {
      String key = word();
      switch (key) {
        case "grammar" -> rules();
        case "template", "feedback" -> {
          expect("::");
          skip();
          int at = line;
          texts.put(key, new TextParser(file, at, string()).parse());
          expect(";");
        }
        default -> throw fail("part must be template, feedback or grammar, got " + key);
      }
    }
    expect("}");
    List<TextPart> template = texts.get("template");
    List<TextPart> feedback = texts.get("feedback");
    if (template == null || feedback == null) {
      throw new GameFormatException(
          file,
          start,
          "action " + name + " must have template and feedback, got " + texts.keySet());
    }
    actions.put(name, new Grammar.Action(name, start, template, feedback));
  }

  private void rules() {
    expect("::");
    skip();
    int start = line;
    expect(BLOCK);
    String block = until(BLOCK);
    expect(";");
    String json = COMMENT.matcher(block).replaceAll("");
    JsonObject object;
    try {
      object = Json.parseObject(json);
    } catch (MalformedJsonException e) {
      throw new GameFormatException(
          file, start, "grammar must be a JSON object, got " + e.getMessage() + " of the block");
    }
    object.entrySet().forEach(entry -> rule(entry.getKey(), entry.getValue(), start, json));
  }

  private void rule(String name, JsonElement value, int blockLine, String block) {
    int at = blockLine + lines(block, Math.max(0, block.indexOf('"' + name + '"')));
    List<Grammar.Alternative> alternatives = new ArrayList<>();
    if (value instanceof JsonArray array) {
      array.forEach(element -> alternatives.add(alternative(name, element, at)));
    }
    if (alternatives.isEmpty()) {
      throw new GameFormatException(
          file, at, "rule " + name + " must have a list of alternatives, got " + Json.line(value));
    }
    if (!alternatives.get(alternatives.size() - 1).condition().isEmpty()) {
      throw new GameFormatException(
          file, at, "the last alternative of rule " + name + " must have no condition, got one");
    }
    rules.put(name, new Grammar.Rule(name, at, alternatives));
  }

  private Grammar.Alternative alternative(String rule, JsonElement element, int at) {
    if (!(element instanceof JsonObject object)) {
      throw new GameFormatException(
          file, at, "alternative of " + rule + " must be an object, got " + Json.line(element));
    }
    for (String key : object.keySet()) {
      if (!key.equals("rhs") && !key.equals("condition")) {
        throw new GameFormatException(
            file, at, "alternative of " + rule + " must have rhs and condition only, got " + key);
      }
    }
    String condition = object.has("condition") ? string(rule, object.get("condition"), at) : "";
    JsonElement rhs = object.get("rhs");
    if (rhs == null) {
      throw new GameFormatException(
          file, at, "alternative of " + rule + " must have an rhs, got " + Json.line(element));
    }
    return new Grammar.Alternative(
        condition.strip(), new TextParser(file, at, string(rule, rhs, at)).parse());
  }

  private String string(String rule, JsonElement element, int at) {
    if (element instanceof JsonPrimitive primitive && primitive.isString()) {
      return primitive.getAsString();
    }
    throw new GameFormatException(
        file, at, "texts of rule " + rule + " must be strings, got " + Json.line(element));
  }

  private void skip() {
    while (position < text.length()) {
      char c = text.charAt(position);
      if (c == '#') {
        int end = text.indexOf('\n', position);
        position = end < 0 ? text.length() : end;
      } else if (Character.isWhitespace(c)) {
        line += c == '\n' ? 1 : 0;
        position++;
      } else {
        return;
      }
    }
  }

  private String word() {
    int start = position;
    while (position < text.length() && isNamePart(text.charAt(position))) {
      position++;
    }
    if (start == position) {
      throw fail("a name must stand here, got " + shown());
    }
    return text.substring(start, position);
  }

  private static boolean isNamePart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '/' || c == '-';
  }

  private void expect(String token) {
    skip();
    if (!text.startsWith(token, position)) {
      throw fail(token + " must stand here, got " + shown());
    }
    position += token.length();
  }

  private String string() {
    expect("\"");
    return until("\"");
  }

  private String until(String end) {
    int stop = text.indexOf(end, position);
    if (stop < 0) {
      throw fail("text must be closed by " + end + ", got the end of the file");
    }
    String inside = text.substring(position, stop);
    line += lines(inside, inside.length());
    position = stop + end.length();
    return inside;
  }

  private static int lines(String text, int end) {
    return (int) text.chars().limit(end).filter(c -> c == '\n').count();
  }

  private String shown() {
    return position == text.length()
        ? "the end of the file"
        : text.substring(position, Math.min(text.length(), position + 20))
            .lines()
            .findFirst()
            .orElse("");
  }

  private GameFormatException fail(String problem) {
    return new GameFormatException(file, line, problem);
  }
}
