package dev.oreo.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import dev.oreo.SharedData;
import dev.oreo.djl.OreoStepParityTest.Networks;
import dev.oreo.model.ForwardPass;
import dev.oreo.objective.BatchContext;
import dev.oreo.objective.BatchCounts;
import dev.oreo.objective.DpoObjective;
import dev.oreo.objective.KtoObjective;
import dev.oreo.objective.KtoWeights;
import dev.oreo.objective.Objective;
import dev.oreo.objective.ObjectiveResult;
import dev.oreo.objective.Score;
import dev.oreo.objective.ScoredExample;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Example;
import dev.oreo.trajectory.KtoExample;
import dev.oreo.trajectory.PreferencePair;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One update of DPO and of KTO against the losses and gradients that PyTorch's autograd gave. */
final class BaselineParityTest {
  /** float32 sums of log-probs up to 100, times beta 0.1. */
  private static final double LOSS = 1e-5;

  /** A sum of log-ratios, in float32 on both sides, not yet times beta. */
  private static final double LOG_RATIO = 1e-4;

  static Stream<Path> models() {
    return SharedData.folders("fixtures/oreo_step").stream();
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("models")
  void dpo_fixturePairs_giveTorchLossAndGradients(Path model) throws IOException {
    JsonObject expected = SharedData.json(model.resolve("dpo/expected.json"));
    List<PreferencePair> pairs = new ArrayList<>();
    for (JsonObject row : SharedData.rows(model.resolve("pairs.jsonl"))) {
      int[] prompt = SharedData.ints(row, "prompt_token_ids");
      pairs.add(
          new PreferencePair(
              answer("chosen", prompt, SharedData.ints(row, "chosen_token_ids")),
              answer("rejected", prompt, SharedData.ints(row, "rejected_token_ids"))));
    }
    try (Networks networks = Networks.open(model)) {
      ObjectiveResult result =
          accumulate(
              networks,
              DpoObjective.builder().beta(expected.get("beta").getAsDouble()).build(),
              pairs);

      assertThat(result.policyLoss()).isCloseTo(expected.get("loss").getAsDouble(), within(LOSS));
      OreoStepParityTest.assertGradients(
          networks.policyGradients(), model.resolve("dpo/policy_grad.safetensors"));
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("models")
  void kto_fixtureRows_giveTorchLossAndGradients(Path model) throws IOException {
    JsonObject expected = SharedData.json(model.resolve("kto/expected.json"));
    List<JsonObject> rows = SharedData.rows(model.resolve("kto.jsonl"));
    List<KtoExample> examples = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      int[] prompt = SharedData.ints(rows.get(i), "prompt_token_ids");
      int[] own = SharedData.ints(rows.get(i), "response_token_ids");
      int[] next = SharedData.ints(rows.get((i + 1) % rows.size()), "response_token_ids");
      examples.add(
          new KtoExample(
              answer("row " + i, prompt, own),
              rows.get(i).get("label").getAsBoolean(),
              answer("mismatched " + i, prompt, next)));
    }
    KtoWeights weights =
        new KtoWeights(
            expected.get("desirable_weight").getAsDouble(),
            expected.get("undesirable_weight").getAsDouble());
    try (Networks networks = Networks.open(model)) {
      ObjectiveResult result =
          accumulate(
              networks, new KtoObjective(expected.get("beta").getAsDouble(), weights), examples);

      assertThat(result.diagnostics().mean("z0"))
          .isCloseTo(expected.get("z0").getAsDouble(), within(LOG_RATIO));
      assertThat(result.policyLoss()).isCloseTo(expected.get("loss").getAsDouble(), within(LOSS));
      OreoStepParityTest.assertGradients(
          networks.policyGradients(), model.resolve("kto/policy_grad.safetensors"));
    }
  }

  private static <E extends Example> ObjectiveResult accumulate(
      Networks networks, Objective<E> objective, List<E> examples) {
    BatchContext context =
        new BatchContext(
            BatchCounts.of(examples), score(networks, objective.statisticTrajectories(examples)));
    List<Trajectory> trajectories =
        examples.stream().flatMap(example -> example.trajectories().stream()).toList();
    try (ForwardPass pass = networks.policy().forward(trajectories, Set.of(Score.LOG_PROB))) {
      List<TrajectoryScores> scores = withReference(networks, trajectories, pass.scores());
      ObjectiveResult result = objective.evaluate(ScoredExample.zip(examples, scores), context);
      pass.backward(result.gradients());
      return result;
    }
  }

  private static List<TrajectoryScores> score(Networks networks, List<Trajectory> trajectories) {
    return trajectories.isEmpty()
        ? List.of()
        : withReference(
            networks, trajectories, networks.policy().score(trajectories, Set.of(Score.LOG_PROB)));
  }

  private static List<TrajectoryScores> withReference(
      Networks networks, List<Trajectory> trajectories, List<TrajectoryScores> own) {
    List<TrajectoryScores> reference =
        networks.reference().scoreAsReference(trajectories, Set.of(Score.REFERENCE_LOG_PROB));
    List<TrajectoryScores> both = new ArrayList<>();
    for (int i = 0; i < own.size(); i++) {
      both.add(own.get(i).with(reference.get(i)));
    }
    return both;
  }

  private static Trajectory answer(String id, int[] prompt, int[] response) {
    int[] tokenIds = Arrays.copyOf(prompt, prompt.length + response.length);
    System.arraycopy(response, 0, tokenIds, prompt.length, response.length);
    return Trajectory.of(id, tokenIds, List.of(new Step(prompt.length, tokenIds.length, 0)));
  }
}
