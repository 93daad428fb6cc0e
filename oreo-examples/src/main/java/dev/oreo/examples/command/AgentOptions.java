package dev.oreo.examples.command;

import com.google.gson.JsonObject;
import dev.oreo.agent.AgentConfig;
import dev.oreo.agent.AlfworldProtocol;
import dev.oreo.agent.InvalidReply;
import dev.oreo.djl.ModelOptions;
import dev.oreo.environment.AlfworldVersion;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a policy plays. */
final class AgentOptions {
  @Option(
      names = "--batch-tokens",
      paramLabel = "N",
      description =
          "Tokens of conversations kept in memory at once; changes memory and speed (default: what"
              + " 1 GiB of key-value cache holds).")
  private @Nullable Integer batchTokens;

  @Option(
      names = "--instruction",
      paramLabel = "TEXT",
      description =
          "The conversation's first message (default: the task, the commands and the form of"
              + " replies, in words of our own).")
  private @Nullable String instruction;

  @Option(
      names = "--max-turns",
      paramLabel = "N",
      defaultValue = "40",
      description = "Turns after which an episode is lost (default: ${DEFAULT-VALUE}).")
  private int maxTurns;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      defaultValue = "4096",
      description =
          "Longest conversation: an episode is lost before a turn that might exceed it (default:"
              + " ${DEFAULT-VALUE}).")
  private int maxTokens;

  @Option(
      names = "--max-turn-tokens",
      paramLabel = "N",
      defaultValue = "128",
      description = "Longest reply (default: ${DEFAULT-VALUE}).")
  private int maxTurnTokens;

  @Option(
      names = "--invalid-reply",
      paramLabel = "WHAT",
      defaultValue = "ends_episode",
      description =
          "What comes of a reply without \"Action:\": ends_episode, as in OREO, or costs_turn, as in"
              + " ETO (default: ${DEFAULT-VALUE}).")
  private InvalidReply invalidReply = InvalidReply.ENDS_EPISODE;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "64",
      description =
          "Episodes played at once; changes memory and speed (default: ${DEFAULT-VALUE}).")
  private int parallel;

  ModelOptions generating(ModelOptions options) {
    return batchTokens == null ? options : options.withGenerationTokens(batchTokens);
  }

  AgentConfig config(int samples, long seed) {
    return new AgentConfig(
        maxTurns, maxTokens, maxTurnTokens, invalidReply, samples, parallel, seed);
  }

  AlfworldProtocol protocol(AlfworldVersion version) {
    return instruction == null
        ? AlfworldProtocol.of(version)
        : AlfworldProtocol.withInstruction(instruction);
  }

  /** Adds what determines the episodes to a run's settings. */
  void describe(JsonObject settings, AlfworldVersion version) {
    settings.addProperty("instruction", protocol(version).opening("").get(0).content());
    settings.addProperty("max_turns", maxTurns);
    settings.addProperty("max_tokens", maxTokens);
    settings.addProperty("max_turn_tokens", maxTurnTokens);
    settings.addProperty("invalid_reply", invalidReply.name());
  }
}
