package dev.oreo.data;

import static dev.oreo.data.Chats.CHATML;
import static dev.oreo.data.Chats.TOKENIZER;
import static dev.oreo.data.Chats.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oreo.model.ChatTemplate;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.StepSegmenter;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows of conversations, good and bad. */
final class MessagesReaderTest {
  private static final int START = 0;
  private static final int END = 1;
  private static final TrajectoryReaderOptions DEFAULT = TrajectoryReaderOptions.DEFAULT;

  @TempDir private Path folder = Path.of("");

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("chats.jsonl"), text.replace('\'', '"'));
  }

  private Trajectory one(String row, ChatTemplate template) throws IOException {
    return MessagesReader.read(write(row), TOKENIZER, template, DEFAULT).trajectories().get(0);
  }

  private void assertRefused(
      String row, TrajectoryReaderOptions options, DropReason reason, String problem)
      throws IOException {
    Path file = write(row);
    assertThatThrownBy(() -> MessagesReader.read(file, TOKENIZER, CHATML, options))
        .isInstanceOf(DataFormatException.class)
        .hasMessage(file + ":1: " + problem);
    assertThat(
            MessagesReader.read(file, TOKENIZER, CHATML, options.withSkipInvalid(true)).dropped())
        .isEqualTo(Map.of(reason, 1));
  }

  private static String stepText(Trajectory trajectory, int step) {
    Step span = trajectory.steps().get(step);
    return TOKENIZER.decode(Arrays.copyOfRange(trajectory.tokenIds(), span.start(), span.end()));
  }

  @Test
  void chatMl_turnIsTheContentAndItsMarker_asIds() throws IOException {
    Trajectory trajectory = one(row("user", "q", "assistant", "ok"), CHATML);

    /* <|im_start|> user \n q <|im_end|> \n <|im_start|> assistant \n | o k <|im_end|> */
    int newline = PieceTokenizer.character('\n');
    assertThat(trajectory.tokenIds())
        .containsExactly(
            START,
            3,
            newline,
            PieceTokenizer.character('q'),
            END,
            newline,
            START,
            4,
            newline,
            PieceTokenizer.character('o'),
            PieceTokenizer.character('k'),
            END);
    assertThat(trajectory.steps()).containsExactly(new Step(9, 12, 1));
    assertThat(trajectory.id()).isEqualTo("chats.jsonl:1");
  }

  @Test
  void everyAssistantMessage_isAStep_theLastEarnsTheReward() throws IOException {
    TrajectoryFile file =
        MessagesReader.read(
            write(
                row(
                    "system",
                    "s",
                    "user",
                    "q",
                    "assistant",
                    "one",
                    "user",
                    "more",
                    "assistant",
                    "two ",
                    "tool",
                    "bye")),
            TOKENIZER,
            CHATML,
            DEFAULT);

    Trajectory trajectory = file.trajectories().get(0);
    assertThat(trajectory.steps()).hasSize(2);
    assertThat(stepText(trajectory, 0)).isEqualTo("one<|im_end|>");
    assertThat(stepText(trajectory, 1)).isEqualTo("two <|im_end|>");
    assertThat(trajectory.returnToGo(1)).isEqualTo(1);
    assertThat(trajectory.reward()).isEqualTo(1);
    assertThat(trajectory.length()).isEqualTo(trajectory.steps().get(1).end());
    assertThat(TOKENIZER.decode(trajectory.promptTokenIds()))
        .isEqualTo(
            """
            <|im_start|>system
            s<|im_end|>
            <|im_start|>user
            q<|im_end|>
            <|im_start|>assistant
            """);
    assertThat(file.rows().get(0).promptLength()).isEqualTo(trajectory.steps().get(0).start());
  }

  @Test
  void templateWhoseMarkerIsWhiteSpace_keepsIt() throws IOException {
    ChatTemplate plain =
        (messages, prompt) ->
            messages.stream()
                    .map(m -> m.role() + ":" + m.content() + "\n")
                    .collect(Collectors.joining())
                + (prompt ? "assistant:" : "");

    Trajectory trajectory = one(row("user", "q", "assistant", "ok ", "user", "r"), plain);

    assertThat(stepText(trajectory, 0)).isEqualTo("ok \n");
  }

  @Test
  void templateThatTrimsContent_andWritesBeforeIt_isFollowed() throws IOException {
    ChatTemplate thinking =
        (messages, prompt) ->
            messages.stream()
                    .map(
                        m ->
                            "<|im_start|>%s\n%s%s<|im_end|>\n"
                                .formatted(
                                    m.role(),
                                    m.fromAssistant() ? "<think/>" : "",
                                    m.content().strip()))
                    .collect(Collectors.joining())
                + (prompt ? "<|im_start|>assistant\n" : "");

    assertThat(stepText(one(row("user", "q", "assistant", " ok "), thinking), 0))
        .isEqualTo("<think/>ok<|im_end|>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'reward':1} | MALFORMED | row must have messages, got the keys [reward]",
        "{'messages':{},'reward':1} | MALFORMED | messages must be an array, got {}",
        "{'messages':[],'reward':1} | MALFORMED | messages must hold one of the role assistant, got the roles []",
        "{'messages':[{'role':'user','content':'a'}],'reward':1} | MALFORMED | messages must hold one of the role assistant, got the roles [user]",
        "{'messages':['a'],'reward':1} | MALFORMED | messages[0] must be an object, got \"a\"",
        "{'messages':[{'role':'user'}],'reward':1} | MALFORMED | messages[0] must have role and content alone, got the keys [role]",
        "{'messages':[{'role':'user','content':'a','name':'x'}],'reward':1} | MALFORMED | messages[0] must have role and content alone, got the keys [role, content, name]",
        "{'messages':[{'role':'user','content':null}],'reward':1} | MALFORMED | messages[0].content must be a string, got null",
        "{'messages':[{'role':2,'content':'a'}],'reward':1} | MALFORMED | messages[0].role must be a string, got 2",
        "{'messages':[{'role':'assistant','content':''}],'reward':1} | EMPTY_RESPONSE | messages[0].content must not be empty",
        "{'messages':[{'role':'assistant','content':'a'}]} | BAD_REWARD | row must have a reward, got the keys [messages]",
        "{'messages':[{'role':'user','content':'aaaaaaaaaaaaaaaaaaaa'},{'role':'assistant','content':'a'}],'reward':1} | PROMPT_TOO_LONG | prompt must be shorter than maxLength, got 28 tokens and maxLength 20",
        "{'messages':[{'role':'assistant','content':'aaaaaaaaaaaaaaaaaaaa'}],'reward':1} | TOO_LONG | row must have at most maxLength tokens, got 24 and maxLength 20",
      })
  void badRow_isRefusedByFileAndLine_orCountedIfAsked(String row, DropReason reason, String problem)
      throws IOException {
    assertRefused(row, DEFAULT.withMaxLength(20), reason, problem);
  }

  @Test
  void overlongRow_isCutToTheLimit() throws IOException {
    TrajectoryReaderOptions options = DEFAULT.withMaxLength(5).withOverlong(OverlongRows.TRUNCATE);

    TrajectoryFile file =
        MessagesReader.read(write(row("assistant", "aaaa")), TOKENIZER, CHATML, options);

    assertThat(file.truncated()).isEqualTo(1);
    assertThat(file.trajectories().get(0).steps()).containsExactly(new Step(3, 5, 1));
  }

  @Test
  void emptyTurn_ifAllowed_isItsMarker() throws IOException {
    Trajectory trajectory =
        MessagesReader.read(
                write(row("user", "q", "assistant", "")),
                TOKENIZER,
                CHATML,
                DEFAULT.withAllowEmptyResponse(true))
            .trajectories()
            .get(0);

    assertThat(stepText(trajectory, 0)).isEqualTo("<|im_end|>");
  }

  @Test
  void segmenterThatWouldBeIgnored_isRejected() {
    assertThatThrownBy(
            () ->
                MessagesReader.read(
                    folder, TOKENIZER, CHATML, DEFAULT.withSegmenter(StepSegmenter.NEWLINE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "segmenter must be WHOLE for conversations, whose turns are the steps, got NEWLINE");
  }

  @Test
  void index_givesWhatReadGives() throws IOException {
    Path file = write(row("user", "q", "assistant", "ok") + row("assistant", "a"));
    List<Trajectory> eager = MessagesReader.read(file, TOKENIZER, CHATML, DEFAULT).trajectories();

    try (IndexedFile<Trajectory> index = MessagesReader.index(file, TOKENIZER, CHATML, DEFAULT)) {
      assertThat(index.examples().stream().map(Answers::content))
          .containsExactlyElementsOf(eager.stream().map(Answers::content).toList());
    }
  }
}
