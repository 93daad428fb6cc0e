package dev.oreo.djl.internal.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oreo.djl.CheckpointFormatException;
import dev.oreo.model.ChatMessage;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected texts are those of Jinja 3.1 as transformers 4.53.3 sets it up, unless said. */
final class JinjaChatTemplateTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2024-07-26T10:00:00Z"), ZoneOffset.UTC);
  private static final Map<String, Object> TOKENS =
      Map.of("bos_token", "<s>", "eos_token", "</s>", "additional_special_tokens", List.of("<x>"));

  private static final String CHAT_ML =
      """
      {% for message in messages %}
      {{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n'}}
      {%- endfor %}
      {% if add_generation_prompt %}
      {{- '<|im_start|>assistant\\n' }}
      {%- endif %}
      """;

  private static final String LLAMA_2 =
      """
      {%- for message in messages -%}
      {%- if (message['role'] == 'user') != (loop.index0 % 2 == 0) -%}
      {{ raise_exception('roles must alternate user/assistant') }}
      {%- endif -%}
      {%- if message['role'] == 'user' -%}
      {{ bos_token + '[INST] ' + message['content'] | trim + ' [/INST]' }}
      {%- else -%}
      {{ ' ' + message['content'] | trim + ' ' + eos_token }}
      {%- endif -%}
      {%- endfor -%}
      """;

  private static final ChatMessage USER = new ChatMessage("user", " 2 + 3? ");
  private static final ChatMessage ANSWER = new ChatMessage("assistant", "It is 5.");

  @Test
  void render_chatMl_writesEveryMessageAndThePrompt() {
    JinjaChatTemplate template = compile(CHAT_ML);

    assertThat(template.render(List.of(USER, ANSWER), true))
        .isEqualTo(
            """
            <|im_start|>user
             2 + 3? <|im_end|>
            <|im_start|>assistant
            It is 5.<|im_end|>
            <|im_start|>assistant
            """);
    assertThat(template.render(List.of(USER), false))
        .isEqualTo("<|im_start|>user\n 2 + 3? <|im_end|>\n");
    assertThat(template.render(List.of(), true)).isEqualTo("<|im_start|>assistant\n");
  }

  @Test
  void render_llama2Style_writesSpecialTokens() {
    assertThat(compile(LLAMA_2).render(List.of(USER, ANSWER), false))
        .isEqualTo("<s>[INST] 2 + 3? [/INST] It is 5. </s>");
  }

  @Test
  void render_raisedException_carriesTheTemplatesMessage() {
    assertThatThrownBy(() -> compile(LLAMA_2).render(List.of(ANSWER), true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("roles must alternate user/assistant (here)");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '#',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "{% generation %}a{{ 1 }}{% endgeneration %}|#a1|",
        "{{ missing }}|#|",
        "{{ 'a' if missing else 'b' }}#b",
        "{{ missing | default('d') }}#d",
        "{{ messages[0].content | tojson }}#\" 2 + 3? \"",
        "{{ messages[0].content.strip() }}|#2 + 3?|",
        "{{ messages[0].content[1] }}#2",
        "{{ messages[0].content.nope is defined }}#False",
        "{{ messages[::-1][0].role }}#assistant",
        "{% for m in messages[::-1] %}{{ m.role }}{% endfor %}#assistantuser",
        "{{ 'ab'[::-1] }}#ba",
        "{{ messages[0].content is iterable }}#True",
        "{% for m in messages %}{% if loop.last %}{% break %}{% endif %}{{ m.role }}{% endfor %}#user",
        "{% set ns = namespace(i=1) %}{% set ns.i = ns.i + 1 %}{{ ns.i }}#2",
        "{% macro f(x, y='z') %}{{ x }}{{ y }}{% endmacro %}{{ f('a') }}#az",
        "{{ strftime_now('%d %b %Y') }}#26 Jul 2024",
        "{{ strftime_now is defined }}#True",
        "{% set ns = namespace(i=messages|length - 1, j='a') %}{{ ns.i }}{{ ns.j }}#1a",
        "{{ additional_special_tokens[0] }}#<x>",
        "{{ range(3) | list | length }}#3",
      })
  void render_construct_isAsInJinja(String source, String expected) {
    assertThat(compile(source).render(List.of(USER, ANSWER), false)).isEqualTo(expected);
  }

  @Test
  void render_toJson_isPythons() {
    JinjaChatTemplate template =
        compile("{{ messages | tojson }}\n{{ messages[0] | tojson(indent=2) }}{{ [] | tojson }}");

    assertThat(template.render(List.of(new ChatMessage("user", "a\"\\\n\u0001</\u00e9>")), false))
        .isEqualTo(
            "[{\"role\": \"user\", \"content\": \"a\\\"\\\\\\n\\u0001</\u00e9>\"}]\n"
                + "{\n  \"role\": \"user\",\n  \"content\": \"a\\\"\\\\\\n\\u0001</\u00e9>\"\n}[]");
  }

  @Test
  void render_blocksOnLinesOfTheirOwn_leaveNoWhitespace() {
    assertThat(render("  {% if true %}\r\n  a\r\n  {% endif %}\r\n  b\r\n")).isEqualTo("  a\n  b");
    assertThat(render("{# c #}\na\n\n")).isEqualTo("a\n");
  }

  @Test
  void render_trim_takesOffUnicodeSpacesOnly() {
    ChatMessage message = new ChatMessage("user", "\u3000\u00a0a\u0000\n");

    assertThat(compile("{{ messages[0].content | trim }}").render(List.of(message), false))
        .isEqualTo("a\u0000");
  }

  @Test
  void render_anyCharacter_isLeftAlone() {
    StringBuilder all = new StringBuilder();
    IntStream.range(0, 0x11000).forEach(all::appendCodePoint);
    ChatMessage message = new ChatMessage("user", all.toString());

    assertThat(compile("{{ messages[0].content }}").render(List.of(message), false))
        .isEqualTo(message.content());
  }

  @Test
  void render_messageThatLooksLikeATemplate_isLeftAlone() {
    ChatMessage message = new ChatMessage("user", "{{ 1 + 1 }}{% set x = 1 %}{# c #} <b>&");

    assertThat(compile("{{ messages[0]['content'] }}").render(List.of(message), false))
        .isEqualTo(message.content());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '#',
      value = {
        "{{ 'a' + nope }}#+ must have two strings or two others, got \"a\" and something undefined",
        "{{ 'a' + 1 }}#+ must have two strings or two others, got \"a\" and 1",
        "{{ 'a' | nope }}#filter nope must be known",
        "{{ 'a' is nope }}#test nope must be known",
        "{{ 'a'.nope() }}#a string has no method nope here",
        "{{ 'a'.strip(1, 2) }}#strip does not take [1, 2] here",
        "{{ nope() }}#Could not resolve function 'nope'",
        "{% include 'x' %}#nothing to load, got x",
        "{% for m in messages if m.role == 'user' %}{% endfor %}#for with a condition",
        "{{ messages | tojson(sort_keys=true) }}#tojson with other arguments than indent",
        "{{ foo( }}#syntax error",
      })
  void render_whatCannotBeDone_isAnErrorWithItsPlace(String source, String reason) {
    JinjaChatTemplate template = compile("\n" + source);

    assertThatThrownBy(() -> template.render(List.of(USER), false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("chat template must render the messages, got: ")
        .hasMessageContaining(reason)
        .hasMessageContaining("(here, line ");
  }

  @Test
  void render_endlessOutput_isCutOffWithAnError() {
    String source =
        "{% set ns = namespace(x='aaaaaaaaaaaaaaaa') %}"
            + "{% for i in range(40) %}{% set ns.x = ns.x + ns.x %}{% endfor %}{{ ns.x }}";

    assertThatThrownBy(() -> render(source)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void compile_blockWithoutEnd_namesTheFile() {
    assertThatThrownBy(() -> compile("a\n{% if true %}b"))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessageStartingWith("chat template must be Jinja, got: ")
        .hasMessageContaining("(here, line ");
    assertThatThrownBy(() -> compile("{% nope %}"))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessageContaining("Unknown tag: nope");
  }

  @Test
  void render_inManyThreads_isTheSame() {
    JinjaChatTemplate template = compile(CHAT_ML);
    String expected = template.render(List.of(USER, ANSWER), true);

    assertThat(
            IntStream.range(0, 400)
                .parallel()
                .mapToObj(i -> template.render(List.of(USER, ANSWER), true)))
        .hasSize(400)
        .containsOnly(expected);
  }

  private static String render(String source) {
    return compile(source).render(List.of(USER, ANSWER), false);
  }

  private static JinjaChatTemplate compile(String source) {
    return JinjaChatTemplate.compile(source, "here", TOKENS, CLOCK);
  }
}
