package dev.oreo.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oreo.environment.Environment;
import dev.oreo.model.Generation;
import dev.oreo.rollout.SampleSelection;
import dev.oreo.trajectory.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Episodes of a scripted policy in the counting game. */
final class EpisodeRunnerTest {
  private static final AgentConfig CONFIG = AgentConfig.of(1000, 20, 7);
  private static final TurnTemplate TEMPLATE =
      new TurnTemplate(Talk.TEMPLATE, Talk.TOKENIZER, Talk.PROTOCOL);

  /** Replies by what the conversation says. */
  private static TurnSource replies(Function<String, Generation> script) {
    return (states, seeds, maxTurnTokens) ->
        states.stream().map(state -> script.apply(Talk.text(state))).toList();
  }

  private static List<Episode> run(
      TurnSource source,
      AgentConfig config,
      int tasks,
      IntFunction<Environment> environments,
      SampleSelection wanted) {
    List<Episode> episodes = new ArrayList<>();
    new EpisodeRunner(source, TEMPLATE, Talk.PROTOCOL, config)
        .run(tasks, environments, wanted, episodes::add);
    episodes.sort(Comparator.comparingInt(Episode::task).thenComparingInt(Episode::sample));
    return episodes;
  }

  private static Episode one(TurnSource source, AgentConfig config, int goal) {
    List<Episode> episodes =
        run(source, config, 1, task -> Talk.counter(goal), SampleSelection.ALL);
    assertThat(episodes).hasSize(1);
    return episodes.get(0);
  }

  private static AgentConfig limits(int maxTurns, int maxTokens, InvalidReply invalidReply) {
    return new AgentConfig(maxTurns, maxTokens, 20, invalidReply, 1, 4, 7);
  }

  @Test
  void episode_won_hasItsTurnsAsStepsAndTheRewardAtTheLast() {
    Episode episode = one(replies(text -> Talk.turn("do add")), CONFIG, 2);

    assertThat(episode.end()).isEqualTo(EpisodeEnd.DONE);
    assertThat(episode.success()).isTrue();
    assertThat(Talk.text(episode.trajectory().tokenIds()))
        .isEqualTo("<u>n=0$\n<a>do add$\n<u>n=1$\n<a>do add$");
    assertThat(episode.trajectory().steps()).extracting(Step::reward).containsExactly(0.0, 1.0);
    assertThat(episode.trajectory().id()).isEqualTo("episode-0-0");
    assertThat(episode.turns()).extracting(AgentTurn::reply).containsExactly("do add", "do add");
    assertThat(episode.turns().get(0).observation()).contains("n=1");
    assertThat(episode.turns().get(1).observation()).isEmpty();
  }

  @Test
  void episode_turnLimit_isLost() {
    Episode episode =
        one(
            replies(text -> Talk.turn("do nothing")),
            limits(3, 1000, InvalidReply.ENDS_EPISODE),
            2);

    assertThat(episode.end()).isEqualTo(EpisodeEnd.TURN_LIMIT);
    assertThat(episode.turns()).hasSize(3);
    assertThat(episode.trajectory().reward()).isZero();
  }

  @Test
  void episode_wonWithTheLastTurnAllowed_isWon() {
    Episode episode =
        one(replies(text -> Talk.turn("do add")), limits(2, 1000, InvalidReply.ENDS_EPISODE), 2);

    assertThat(episode.end()).isEqualTo(EpisodeEnd.DONE);
    assertThat(episode.success()).isTrue();
  }

  @Test
  void episode_tokenLimit_endsBehindItsLastTurn() {
    Episode episode =
        one(replies(text -> Talk.turn("do nothing")), limits(40, 60, InvalidReply.ENDS_EPISODE), 2);

    assertThat(episode.end()).isEqualTo(EpisodeEnd.TOKEN_LIMIT);
    // another turn would begin at 11 + 2 * (11 + 10) = 53, and 53 + 20 > 60; the second at 32
    assertThat(Talk.text(episode.trajectory().tokenIds()))
        .isEqualTo("<u>n=0$\n<a>do nothing$\n<u>no$\n<a>do nothing$");
  }

  @Test
  void episode_replyWithoutAction_endsIt() {
    Episode episode = one(replies(text -> Talk.turn("hm")), CONFIG, 2);

    assertThat(episode.end()).isEqualTo(EpisodeEnd.INVALID_REPLY);
    assertThat(episode.turns()).hasSize(1);
    assertThat(episode.turns().get(0).action()).isEmpty();
    assertThat(episode.success()).isFalse();
  }

  @Test
  void episode_replyWithoutAction_mayCostATurn() {
    Episode episode =
        one(
            replies(text -> Talk.turn(text.contains("what?") ? "do add" : "hm")),
            limits(40, 1000, InvalidReply.COSTS_TURN),
            1);

    assertThat(episode.success()).isTrue();
    assertThat(Talk.text(episode.trajectory().tokenIds()))
        .isEqualTo("<u>n=0$\n<a>hm$\n<u>what?$\n<a>do add$");
  }

  @Test
  void episode_cutTurn_isGivenItsMarkerAsObservation() {
    Episode episode =
        one(
            replies(
                text -> text.contains("no") ? Talk.turn("do add") : Talk.cutTurn("do not know")),
            CONFIG,
            1);

    assertThat(Talk.text(episode.trajectory().tokenIds()))
        .isEqualTo("<u>n=0$\n<a>do not know$\n<u>no$\n<a>do add$");
    Step cut = episode.trajectory().steps().get(0);
    assertThat(cut.end() - cut.start()).isEqualTo("do not know".length());
  }

  @Test
  void episodes_ofManyTasks_areAllPlayed_neverMoreThanAllowedAtOnce() {
    AgentConfig config = new AgentConfig(40, 1000, 20, InvalidReply.ENDS_EPISODE, 3, 4, 7);
    List<Integer> sizes = new ArrayList<>();
    TurnSource source =
        (states, seeds, maxTurnTokens) -> {
          sizes.add(states.size());
          return states.stream().map(state -> Talk.turn("do add")).toList();
        };

    List<Episode> episodes =
        run(source, config, 5, task -> Talk.counter(task + 1), SampleSelection.ALL);

    assertThat(episodes).hasSize(15).allMatch(Episode::success);
    assertThat(episodes).extracting(e -> e.turns().size()).startsWith(1, 1, 1, 2, 2, 2);
    assertThat(sizes).allMatch(size -> size <= 4);
    assertThat(sizes.get(0)).isEqualTo(4);
  }

  @Test
  void environments_areAskedOncePerTask_whenItsTurnComes() {
    AgentConfig config = new AgentConfig(40, 1000, 20, InvalidReply.ENDS_EPISODE, 3, 2, 7);
    List<String> events = new ArrayList<>();
    new EpisodeRunner(replies(text -> Talk.turn("do add")), TEMPLATE, Talk.PROTOCOL, config)
        .run(
            3,
            task -> {
              events.add("opened " + task);
              return Talk.counter(1);
            },
            (task, sample) -> task != 1,
            episode -> events.add("ended " + episode.task()));

    assertThat(events)
        .containsExactly(
            "opened 0",
            "ended 0",
            "ended 0",
            "opened 2",
            "ended 0",
            "ended 2",
            "ended 2",
            "ended 2");
  }

  @Test
  void seeds_areThoseOfTheTurnAlone() {
    AgentConfig many = new AgentConfig(40, 1000, 20, InvalidReply.ENDS_EPISODE, 2, 8, 7);
    AgentConfig single = new AgentConfig(40, 1000, 20, InvalidReply.ENDS_EPISODE, 2, 1, 7);
    Set<Long> together = seeds(many, SampleSelection.ALL);
    Set<Long> alone = seeds(single, SampleSelection.ALL);
    Set<Long> last = seeds(single, (task, sample) -> task == 2 && sample == 1);

    assertThat(together).hasSize(3 * 2 * 2).isEqualTo(alone);
    assertThat(last).hasSize(2).isSubsetOf(together);
  }

  private static Set<Long> seeds(AgentConfig config, SampleSelection wanted) {
    Set<Long> seen = new HashSet<>();
    TurnSource source =
        (states, seeds, maxTurnTokens) -> {
          seen.addAll(seeds);
          return states.stream().map(state -> Talk.turn("do add")).toList();
        };
    run(source, config, 3, task -> Talk.counter(2), wanted);
    return seen;
  }

  @Test
  void introduction_withoutRoomForATurn_isRejected() {
    assertThatThrownBy(
            () ->
                one(
                    replies(text -> Talk.turn("do add")),
                    limits(40, 25, InvalidReply.ENDS_EPISODE),
                    1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "maxTokens must leave room for a turn, got 25 and an introduction of 11 tokens"
                + " (task 0)");
  }

  @Test
  void config_withoutRoomForATurn_isRejected() {
    assertThatThrownBy(() -> limits(40, 20, InvalidReply.ENDS_EPISODE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxTokens must be above maxTurnTokens, got 20 and 20");
  }
}
