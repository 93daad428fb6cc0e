package dev.oreo.data;

import static dev.oreo.data.Chats.CHATML;
import static dev.oreo.data.Chats.TOKENIZER;
import static dev.oreo.data.Chats.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oreo.model.ChatMessage;
import dev.oreo.model.ChatTemplate;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Turns that cannot be found in the text or among the tokens, and one at the border. */
final class MessagesAlignmentTest {
  private static final int BLANK_LINE = 2;
  private static final TrajectoryReaderOptions DEFAULT = TrajectoryReaderOptions.DEFAULT;

  @TempDir private Path folder = Path.of("");

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("chats.jsonl"), text.replace('\'', '"'));
  }

  private void assertRefused(String row, ChatTemplate template, DropReason reason, String problem)
      throws IOException {
    Path file = write(row);
    assertThatThrownBy(() -> MessagesReader.read(file, TOKENIZER, template, DEFAULT))
        .isInstanceOf(DataFormatException.class)
        .hasMessage(file + ":1: " + problem);
    assertThat(
            MessagesReader.read(file, TOKENIZER, template, DEFAULT.withSkipInvalid(true)).dropped())
        .isEqualTo(Map.of(reason, 1));
  }

  @Test
  void markerThatTakesInTheNewlineBehindIt_belongsToTheTurn() throws IOException {
    PieceTokenizer greedy = new PieceTokenizer("<|im_end|>\n");

    Trajectory trajectory =
        MessagesReader.read(
                write(row("user", "q", "assistant", "a", "user", "r")), greedy, CHATML, DEFAULT)
            .trajectories()
            .get(0);

    Step turn = trajectory.steps().get(0);
    assertThat(turn.length()).isEqualTo(2);
    assertThat(trajectory.tokenId(turn.end() - 1)).isZero();
  }

  @Test
  void tokenAcrossTheTurnsBeginning_isRefusedByMessage() throws IOException {
    assertThat(TOKENIZER.encode("\n\n").tokenIds()).containsExactly(BLANK_LINE);
    assertRefused(
        row("user", "q", "assistant", "\\nok"),
        CHATML,
        DropReason.UNALIGNED_TURN,
        "messages[1] must begin where a token begins, got char 51 within \"\\n\\n\"");
  }

  @Test
  void tokenAcrossTheTurnsEnd_isRefusedByMessage() throws IOException {
    ChatTemplate joined =
        (messages, prompt) ->
            messages.stream()
                    .map(m -> (m.fromAssistant() ? ">" : "<") + m.content())
                    .collect(Collectors.joining())
                + (prompt ? ">" : "");
    PieceTokenizer merging = new PieceTokenizer("b<c");
    Path file = write(row("user", "q", "assistant", "ab", "user", "c"));

    assertThatThrownBy(() -> MessagesReader.read(file, merging, joined, DEFAULT))
        .isInstanceOf(DataFormatException.class)
        .hasMessage(
            file + ":1: messages[1] must end where a token ends, got char 5 within \"b<c\"");
  }

  @Test
  void generationPromptThatTheTurnDoesNotBeginWith_isRefusedByMessage() throws IOException {
    ChatTemplate other =
        (messages, prompt) -> CHATML.render(messages, false) + (prompt ? "<|bot|>" : "");

    assertRefused(
        row("user", "q", "assistant", "ok"),
        other,
        DropReason.UNALIGNED_TURN,
        "messages[1] must be rendered after the generation prompt,"
            + " got \"im_start|>assistant\\n\" in place of \"bot|>\" at char 31");
  }

  @Test
  void turnRenderedOtherwiseOnceMessagesFollow_isRefusedByMessage() throws IOException {
    ChatTemplate forgetful =
        (messages, prompt) -> {
          StringBuilder text = new StringBuilder();
          for (int i = 0; i < messages.size(); i++) {
            ChatMessage message = messages.get(i);
            boolean last = i == messages.size() - 1;
            text.append("[").append(last ? message.content() : message.content().substring(1));
          }
          return text + (prompt ? "[" : "");
        };

    assertRefused(
        row("assistant", "xy", "user", "zz"),
        forgetful,
        DropReason.UNALIGNED_TURN,
        "messages[0] must be rendered alike with and without the messages after it,"
            + " got \"y[zz\" in place of \"xy\" at char 1");
  }

  @Test
  void turnsOverEachOther_areRefused() throws IOException {
    ChatTemplate constant = (messages, prompt) -> prompt ? "u" : "uaaaa";

    assertRefused(
        row("assistant", "aa", "assistant", "aa"),
        constant,
        DropReason.UNALIGNED_TURN,
        "messages[1] must be rendered after the turn before it, got char 1 before 5");
  }

  @Test
  void turnRenderedAsNothing_isRefused() throws IOException {
    ChatTemplate silent = (messages, prompt) -> "u";

    assertRefused(
        row("assistant", "aa"),
        silent,
        DropReason.UNALIGNED_TURN,
        "messages[0] must be rendered as at least one char, got none");
  }

  @Test
  void templateThatRefusesTheMessages_isQuoted() throws IOException {
    ChatTemplate strict =
        (messages, prompt) -> {
          throw new IllegalArgumentException("roles must alternate");
        };

    assertRefused(
        row("assistant", "aa"),
        strict,
        DropReason.MALFORMED,
        "the first 1 messages must be what the chat template takes, got: roles must alternate");
  }

  @Test
  void assistantThatBeginsTheText_hasNoPrompt() throws IOException {
    ChatTemplate bare =
        (messages, prompt) ->
            messages.stream().map(ChatMessage::content).collect(Collectors.joining());

    assertRefused(
        row("assistant", "aa"),
        bare,
        DropReason.MALFORMED,
        "prompt must have at least one token, got none");
  }
}
