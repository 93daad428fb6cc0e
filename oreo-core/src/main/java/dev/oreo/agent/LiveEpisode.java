package dev.oreo.agent;

import dev.oreo.environment.EnvironmentState;
import dev.oreo.model.Generation;
import dev.oreo.model.Generation.FinishReason;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** An episode that is being played. */
final class LiveEpisode {
  private final int task;
  private final int sample;
  private final TurnTemplate template;
  private final AgentProtocol protocol;
  private final AgentConfig config;
  private final List<AgentTurn> turns = new ArrayList<>();
  private final List<int[]> spans = new ArrayList<>();
  private EnvironmentState state;
  private double reward;
  private int[] tokenIds;

  LiveEpisode(
      Place place,
      EnvironmentState state,
      TurnTemplate template,
      AgentProtocol protocol,
      AgentConfig config) {
    this.task = place.task;
    this.sample = place.sample;
    this.state = state;
    this.template = template;
    this.protocol = protocol;
    this.config = config;
    this.tokenIds = template.opening(protocol.opening(state.observation()));
  }

  /** Which episode of which task. */
  record Place(int task, int sample) {}

  int task() {
    return task;
  }

  int sample() {
    return sample;
  }

  /** Returns how many turns were taken. */
  int turns() {
    return turns.size();
  }

  /** Returns the conversation up to where the next turn begins; not to be changed. */
  int[] tokenIds() {
    return tokenIds;
  }

  /** Returns whether the next turn fits. */
  boolean hasRoom() {
    return tokenIds.length + config.maxTurnTokens() <= config.maxTokens();
  }

  /** Takes a turn; returns the episode if it ended with it. */
  Optional<Episode> take(Generation generation) {
    int start = tokenIds.length;
    append(generation.tokenIds());
    spans.add(new int[] {start, tokenIds.length});
    Optional<String> action = protocol.action(generation.text());
    String observation;
    if (action.isPresent()) {
      state = state.step(action.get());
      reward += state.reward();
      observation = protocol.observation(state.observation());
    } else {
      observation = protocol.invalidReply();
    }
    Optional<EpisodeEnd> end = end(action);
    if (end.isEmpty()) {
      int length = tokenIds.length;
      boolean ended = generation.finishReason() == FinishReason.EOS;
      append(template.between(observation, ended));
      if (!hasRoom()) {
        tokenIds = Arrays.copyOf(tokenIds, length);
        end = Optional.of(EpisodeEnd.TOKEN_LIMIT);
      }
    }
    Optional<String> told = end.isEmpty() ? Optional.of(observation) : Optional.empty();
    turns.add(new AgentTurn(generation.text(), action, told));
    return end.map(this::ended);
  }

  private Optional<EpisodeEnd> end(Optional<String> action) {
    if (action.isEmpty() && config.invalidReply() == InvalidReply.ENDS_EPISODE) {
      return Optional.of(EpisodeEnd.INVALID_REPLY);
    }
    if (state.done()) {
      return Optional.of(EpisodeEnd.DONE);
    }
    return turns.size() + 1 == config.maxTurns()
        ? Optional.of(EpisodeEnd.TURN_LIMIT)
        : Optional.empty();
  }

  private void append(int[] more) {
    int length = tokenIds.length;
    tokenIds = Arrays.copyOf(tokenIds, length + more.length);
    System.arraycopy(more, 0, tokenIds, length, more.length);
  }

  private Episode ended(EpisodeEnd end) {
    List<Step> steps = new ArrayList<>();
    for (int[] span : spans) {
      steps.add(new Step(span[0], span[1], steps.size() == spans.size() - 1 ? reward : 0));
    }
    Trajectory trajectory = Trajectory.of("episode-%d-%d".formatted(task, sample), tokenIds, steps);
    return new Episode(task, sample, turns, end, trajectory);
  }
}
