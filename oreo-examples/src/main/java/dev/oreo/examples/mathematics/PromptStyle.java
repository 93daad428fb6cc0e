package dev.oreo.examples.mathematics;

import static com.google.common.base.Preconditions.checkArgument;

import dev.oreo.data.ProblemPrompt;
import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.model.ChatTemplate;
import java.util.Locale;
import java.util.Optional;

/** The forms of a prompt. */
public enum PromptStyle {
  /** The checkpoint's chat template, the instruction as the system's message. */
  CHAT,
  /** The question alone. */
  PLAIN,
  /** DeepSeekMath's {@code User: ... Assistant:}. */
  DEEPSEEK;

  /**
   * Returns how questions become prompts.
   *
   * @param checkpoint whose tokenizer, and chat template if needed, are used
   * @param instruction what to do; not used by {@link #PLAIN}
   * @return the prompt
   * @throws IllegalArgumentException if a chat template is needed and the checkpoint has none
   */
  public ProblemPrompt prompt(HuggingFaceCheckpoint checkpoint, String instruction) {
    return switch (this) {
      case PLAIN -> ProblemPrompt.plain(checkpoint.tokenizer());
      case DEEPSEEK -> ProblemPrompt.deepSeekMath(checkpoint.tokenizer(), instruction);
      case CHAT -> {
        Optional<ChatTemplate> template = checkpoint.chatTemplate();
        checkArgument(
            template.isPresent(),
            "--prompt-style chat must have a checkpoint with a chat template, got %s without one",
            checkpoint.directory());
        yield ProblemPrompt.chat(checkpoint.tokenizer(), template.get(), instruction);
      }
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
