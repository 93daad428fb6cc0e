package dev.oreo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oreo.model.CharTokenizer;
import dev.oreo.model.ChatMessage;
import dev.oreo.model.ChatTemplate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The forms of a prompt. */
final class ProblemPromptTest {
  private static final CharTokenizer TOKENIZER =
      new CharTokenizer("abcdefghijklmnopqrstuvwxyzAU:?\n<> ", true);

  /* <role>content for each message, <assistant> at the end if it is to be continued */
  private static final ChatTemplate TEMPLATE =
      (messages, addGenerationPrompt) -> {
        StringBuilder text = new StringBuilder();
        messages.forEach(m -> text.append('<').append(m.role()).append('>').append(m.content()));
        return text.append(addGenerationPrompt ? "<assistant>" : "").toString();
      };

  private static MathProblem problem(String question, ChatMessage... messages) {
    return new MathProblem(
        "p:1", question, "", Optional.empty(), OptionalInt.empty(), List.of(messages));
  }

  private static String text(int[] tokenIds) {
    return TOKENIZER.decode(tokenIds);
  }

  @Test
  void plain_isTheQuestionWithTheTokenizersOwnTokens() {
    assertThat(ProblemPrompt.plain(TOKENIZER).tokenIds(problem("ab?")))
        .isEqualTo(TOKENIZER.encodePrompt("ab?").tokenIds())
        .startsWith(TOKENIZER.beginOfTextId());
  }

  @Test
  void chat_isWhatTheTemplateWritesAndNothingElse() {
    int[] ids = ProblemPrompt.chat(TOKENIZER, TEMPLATE, "think").tokenIds(problem("ab?"));

    assertThat(text(ids)).isEqualTo("<system>think<user>ab?<assistant>");
    assertThat(ids[0]).isNotEqualTo(TOKENIZER.beginOfTextId()); // the template's to write
  }

  @Test
  void chat_withoutInstruction_beginsWithTheUser() {
    assertThat(text(ProblemPrompt.chat(TOKENIZER, TEMPLATE, "").tokenIds(problem("ab?"))))
        .isEqualTo("<user>ab?<assistant>");
  }

  @Test
  void chat_ofAConversation_isThatAloneAndOtherFormsRefuseIt() {
    MathProblem asked =
        problem("b?", new ChatMessage("system", "mind"), new ChatMessage("user", "b?"));

    assertThat(text(ProblemPrompt.chat(TOKENIZER, TEMPLATE, "think").tokenIds(asked)))
        .isEqualTo("<system>mind<user>b?<assistant>");
    assertThatThrownBy(() -> ProblemPrompt.plain(TOKENIZER).tokenIds(asked))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("messages must be asked in the chat form, got another (p:1)");
  }

  @Test
  void deepSeekMath_isThePapersText() {
    int[] ids = ProblemPrompt.deepSeekMath(TOKENIZER, "think").tokenIds(problem("ab?"));

    assertThat(text(ids)).isEqualTo("User: ab?\nthink\n\nAssistant:");
    assertThat(ids).startsWith(TOKENIZER.beginOfTextId());
  }

  @Test
  void prompt_withoutTokens_isRejected() {
    ProblemPrompt plain = ProblemPrompt.plain(new CharTokenizer("ab"));

    assertThatThrownBy(() -> plain.tokenIds(problem("")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("prompt must have at least one token, got none (p:1)");
  }
}
