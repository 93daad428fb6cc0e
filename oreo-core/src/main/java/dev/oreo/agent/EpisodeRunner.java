package dev.oreo.agent;

import dev.oreo.environment.Environment;
import dev.oreo.environment.EnvironmentState;
import dev.oreo.internal.Checks;
import dev.oreo.internal.Seeds;
import dev.oreo.model.Generation;
import dev.oreo.rollout.SampleSelection;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Plays episodes, many at once: each round takes one turn in every episode that goes on; when one
 * ends the next one begins.
 *
 * <p>A trajectory has the token ids exactly as drawn, observations between its steps. Which
 * episodes are played at once changes none of them: the seed of each turn is derived from the
 * configuration's, the task's index, the sample's and the turn's.
 *
 * <p>As thread-safe as what it is made of. Closes nothing.
 *
 * @see <a href="https://arxiv.org/abs/2412.16145">Wang et al. 2024, section 5</a>
 */
public final class EpisodeRunner {
  private final TurnSource source;
  private final TurnTemplate template;
  private final AgentProtocol protocol;
  private final AgentConfig config;

  /**
   * Creates a runner.
   *
   * @param source the policy's turns
   * @param template writes the conversation
   * @param protocol words it
   * @param config limits, how many, seed
   */
  public EpisodeRunner(
      TurnSource source, TurnTemplate template, AgentProtocol protocol, AgentConfig config) {
    this.source = source;
    this.template = template;
    this.protocol = protocol;
    this.config = config;
  }

  /**
   * Plays episodes and tells each as soon as it has ended.
   *
   * @param tasks how many there are
   * @param environments gives the environment of a task; asked once, when its first episode begins
   * @param wanted which episodes to play, of all tasks and samples
   * @param finished told once for each of them, in any order, by the calling thread; what it throws
   *     ends the work
   * @throws IllegalArgumentException if an introduction leaves no room for a turn
   */
  public void run(
      int tasks,
      IntFunction<Environment> environments,
      SampleSelection wanted,
      Consumer<Episode> finished) {
    Iterator<LiveEpisode> waiting =
        IntStream.range(0, tasks)
            .boxed()
            .flatMap(task -> begin(task, environments, wanted))
            .iterator();
    List<LiveEpisode> live = new ArrayList<>();
    while (waiting.hasNext() || !live.isEmpty()) {
      while (waiting.hasNext() && live.size() < config.parallelEpisodes()) {
        live.add(waiting.next());
      }
      List<Generation> turns = turns(live);
      List<LiveEpisode> goingOn = new ArrayList<>();
      for (int i = 0; i < turns.size(); i++) {
        Optional<Episode> ended = live.get(i).take(turns.get(i));
        if (ended.isPresent()) {
          finished.accept(ended.get());
        } else {
          goingOn.add(live.get(i));
        }
      }
      live = goingOn;
    }
  }

  /** The wanted episodes of a task, which share its environment. */
  private Stream<LiveEpisode> begin(
      int task, IntFunction<Environment> environments, SampleSelection wanted) {
    List<Integer> samples =
        IntStream.range(0, config.samplesPerTask())
            .filter(sample -> wanted.includes(task, sample))
            .boxed()
            .toList();
    if (samples.isEmpty()) {
      return Stream.empty();
    }
    Environment environment = environments.apply(task);
    return samples.stream()
        .map(sample -> begin(new LiveEpisode.Place(task, sample), environment.reset()));
  }

  private LiveEpisode begin(LiveEpisode.Place place, EnvironmentState first) {
    LiveEpisode episode = new LiveEpisode(place, first, template, protocol, config);
    Checks.argument(
        episode.hasRoom(),
        "maxTokens must leave room for a turn, got %d and an introduction of %d tokens (task %d)",
        config.maxTokens(),
        episode.tokenIds().length,
        place.task());
    return episode;
  }

  private List<Generation> turns(List<LiveEpisode> live) {
    List<int[]> states = new ArrayList<>();
    List<Long> seeds = new ArrayList<>();
    for (LiveEpisode episode : live) {
      states.add(episode.tokenIds());
      seeds.add(Seeds.derive(config.seed(), episode.task(), episode.sample(), episode.turns()));
    }
    return source.next(states, seeds, config.maxTurnTokens());
  }
}
