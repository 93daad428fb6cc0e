package dev.oreo.djl.internal.chat;

import com.google.common.base.Throwables;
import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import dev.oreo.djl.CheckpointFormatException;
import dev.oreo.model.ChatMessage;
import dev.oreo.model.ChatTemplate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A chat template of a HuggingFace checkpoint.
 *
 * <p>A template sees {@code messages} (objects with {@code role} and {@code content}), {@code
 * add_generation_prompt}, the special tokens, {@code raise_exception}, {@code strftime_now}, {@code
 * tojson} and the block {@code generation}. There are no tools, no documents and nothing to
 * include.
 *
 * <p>Differences from Jinja that remain: an element or attribute of something undefined is
 * undefined, not an error, so that templates which look at the first message render without any;
 * undefined counts as none, and none is printed as nothing; a plus sign that keeps white space
 * before a block has no effect. What Jinjava cannot do, such as a condition in a {@code for}, is an
 * error.
 *
 * <p>Thread-safety: safe.
 */
public final class JinjaChatTemplate implements ChatTemplate {
  private final String source;
  private final String origin;
  private final Map<String, Object> specialTokens;
  private final Jinjava jinjava;

  private JinjaChatTemplate(
      String source, String origin, Map<String, Object> specialTokens, Clock clock) {
    this.source = pythonSource(source);
    this.origin = origin;
    this.specialTokens = Map.copyOf(specialTokens);
    this.jinjava = PythonicJinjava.create(clock);
  }

  /**
   * Compiles a template.
   *
   * @param source its text
   * @param origin where it comes from, for messages
   * @param specialTokens variables such as {@code bos_token}: strings or lists of them
   * @param clock what {@code strftime_now} reads
   * @return the template
   * @throws CheckpointFormatException if its blocks are malformed or unknown; expressions are only
   *     read where rendering meets them
   */
  public static JinjaChatTemplate compile(
      String source, String origin, Map<String, Object> specialTokens, Clock clock) {
    JinjaChatTemplate template = new JinjaChatTemplate(source, origin, specialTokens, clock);
    PythonicJinjava.firstSyntaxError(template.jinjava, template.source)
        .ifPresent(
            error -> {
              throw new CheckpointFormatException(
                  "chat template must be Jinja, got: %s".formatted(template.located(error)));
            });
    return template;
  }

  /** Does what Jinja does to line ends and what Jinjava's parser has no syntax for. */
  private static String pythonSource(String source) {
    String lines = source.replace("\r\n", "\n").replace('\r', '\n');
    String text = lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines;
    return text.replace("[::-1]", "." + PythonValues.REVERSED + "()");
  }

  @Override
  public String render(List<ChatMessage> messages, boolean addGenerationPrompt) {
    RenderResult result = jinjava.renderForResult(source, variables(messages, addGenerationPrompt));
    if (!result.getErrors().isEmpty()) {
      throw refusal(result.getErrors().get(0));
    }
    return result.getOutput();
  }

  private Map<String, Object> variables(List<ChatMessage> messages, boolean addGenerationPrompt) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (ChatMessage message : messages) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("role", message.role());
      entry.put("content", message.content());
      list.add(entry);
    }
    Map<String, Object> variables = new HashMap<>(specialTokens);
    TemplateFunctions.NAMES.forEach(name -> variables.put(name, "function")); // "is defined"
    variables.put("messages", list);
    variables.put("add_generation_prompt", addGenerationPrompt);
    return variables;
  }

  private IllegalArgumentException refusal(TemplateError error) {
    return raisedMessage(error)
        .map(message -> new IllegalArgumentException("%s (%s)".formatted(message, origin)))
        .orElseGet(
            () ->
                new IllegalArgumentException(
                    "chat template must render the messages, got: %s".formatted(located(error))));
  }

  private static Optional<String> raisedMessage(TemplateError error) {
    if (error.getException() == null) {
      return Optional.empty();
    }
    return Throwables.getCausalChain(error.getException()).stream()
        .filter(RaisedException.class::isInstance)
        .map(Throwable::getMessage)
        .findFirst();
  }

  private String located(TemplateError error) {
    return "%s (%s, line %d)".formatted(error.getMessage(), origin, error.getLineno());
  }
}
