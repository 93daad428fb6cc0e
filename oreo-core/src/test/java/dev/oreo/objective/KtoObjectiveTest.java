package dev.oreo.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.trajectory.KtoExample;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class KtoObjectiveTest {
  /** A few roundings of numbers near 1. */
  private static final double EXACT = 1e-12;

  /** As printed in the notes the numbers come from. */
  private static final double SEVEN_DIGITS = 5e-8;

  private final KtoObjective kto = new KtoObjective(0.1, KtoWeights.EQUAL);
  private final Random random = new Random(12);

  private record Batch(List<ScoredExample<KtoExample>> examples, BatchContext context) {}

  /** Labelled answers, each with the mismatched answer at its index. */
  private static Batch batch(
      List<TrajectoryScores> answers, List<Boolean> labels, List<TrajectoryScores> mismatched) {
    List<ScoredExample<KtoExample>> examples = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      examples.add(Answers.labelled(answers.get(i), labels.get(i), mismatched.get(i)));
    }
    return new Batch(examples, new BatchContext(Answers.context(examples).counts(), mismatched));
  }

  private Batch randomBatch(int size) {
    List<TrajectoryScores> answers = new ArrayList<>();
    List<Boolean> labels = new ArrayList<>();
    List<TrajectoryScores> mismatched = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      answers.add(Answers.random(random));
      labels.add(random.nextBoolean());
      mismatched.add(Answers.random(random));
    }
    return batch(answers, labels, mismatched);
  }

  private static ObjectiveResult evaluate(KtoObjective objective, Batch batch) {
    return objective.evaluate(batch.examples(), batch.context());
  }

  private static Batch workedExample() {
    return batch(
        List.of(Answers.answer(0, 1), Answers.answer(0, -1), Answers.answer(0, .5)),
        List.of(true, true, false),
        // mean 0.4
        List.of(Answers.answer(0, 1, .2), Answers.answer(0, -.6), Answers.answer(0, .6)));
  }

  @Test
  void evaluate_workedExample_givesTheKnownNumbers() {
    ObjectiveResult result = evaluate(kto, workedExample());

    assertThat(result.policyLoss()).isCloseTo(0.5074825, within(SEVEN_DIGITS));
    assertThat(result.valueLoss()).isZero();
    assertThat(Answers.gradient(result, 0)[0]).isCloseTo(-0.0083258, within(SEVEN_DIGITS));
    assertThat(Answers.gradient(result, 1)[0]).isCloseTo(-0.0082926, within(SEVEN_DIGITS));
    assertThat(Answers.gradient(result, 2)[0]).isCloseTo(0.0083331, within(SEVEN_DIGITS));
    assertThat(result.diagnostics().samples("z0"))
        .containsExactly(new double[] {.4, .4, .4}, within(EXACT));
  }

  @Test
  void evaluate_policyIsTheReference_isHalfTheMeanWeight() {
    KtoObjective weighted = new KtoObjective(0.1, new KtoWeights(1.5, 1));
    TrajectoryScores zero = Answers.answer(0, 0);
    Batch start = batch(List.of(zero, zero), List.of(true, false), List.of(zero, zero));

    ObjectiveResult result = evaluate(weighted, start);

    assertThat(result.policyLoss()).isCloseTo(.5 * 1.25, within(EXACT));
    // weight * beta / 4 / examples
    assertThat(Answers.gradient(result, 0)[0]).isCloseTo(-1.5 * .1 / 4 / 2, within(EXACT));
    assertThat(Answers.gradient(result, 1)[0]).isCloseTo(.1 / 4 / 2, within(EXACT));
  }

  @Test
  void referencePoint_negativeMean_isZero() {
    Batch batch =
        batch(List.of(Answers.answer(0, 1)), List.of(true), List.of(Answers.answer(0, -3)));

    ObjectiveResult result = evaluate(kto, batch);

    assertThat(result.policyLoss()).isCloseTo(1 / (1 + Math.exp(.1)), within(EXACT));
    assertThat(result.diagnostics().samples("z0")).containsExactly(0);
    assertThat(result.diagnostics().samples("z0/estimate")).containsExactly(-3);
  }

  @Test
  void referencePoint_batchPermuted_isKeptWithItsMismatchedAnswers() {
    Batch batch = randomBatch(4);
    List<TrajectoryScores> reversed = new ArrayList<>(batch.context().statistics());
    java.util.Collections.reverse(reversed);
    List<ScoredExample<KtoExample>> examples = new ArrayList<>(batch.examples());
    java.util.Collections.reverse(examples);

    double loss =
        evaluate(kto, new Batch(examples, new BatchContext(batch.context().counts(), reversed)))
            .policyLoss();

    assertThat(loss).isCloseTo(evaluate(kto, batch).policyLoss(), within(EXACT));
  }

  @Test
  void gradients_randomTurns_areTheFiniteDifferencesAtAConstantReferencePoint() {
    for (int trial = 0; trial < 8; trial++) {
      Batch batch = randomBatch(3);
      KtoObjective objective = new KtoObjective(0.4, new KtoWeights(1, 1.3));
      Answers.assertFiniteDifferences(objective, batch.examples(), batch.context());
    }
  }

  @Test
  void evaluate_oneExampleAtATime_addsUpToTheBatch() {
    Batch batch = randomBatch(5);
    Answers.assertMicroBatchesAddUp(kto, batch.examples(), batch.context(), EXACT);
  }

  @Test
  void statisticTrajectories_examples_areTheMismatchedAnswers() {
    Batch batch = randomBatch(3);
    List<KtoExample> examples = batch.examples().stream().map(ScoredExample::example).toList();

    assertThat(kto.statisticTrajectories(examples))
        .containsExactlyElementsOf(examples.stream().map(KtoExample::mismatched).toList());
  }

  @Test
  void evaluate_statisticsMissing_isRejected() {
    Batch batch = randomBatch(2);
    BatchContext without = new BatchContext(batch.context().counts(), List.of());

    assertThatThrownBy(() -> kto.evaluate(batch.examples(), without))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "statistics must be one mismatched trajectory per example of the batch, got 0 and 2");
  }

  @Test
  void evaluate_microBatchLargerThanTheBatch_isRejected() {
    Batch two = randomBatch(2);
    Batch one = randomBatch(1);

    assertThatThrownBy(() -> kto.evaluate(two.examples(), one.context()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("microBatch must not exceed the batch it is part of, got 2 examples of 1");
  }

  @Test
  void diagnostics_workedExample_haveTheDocumentedSamples() {
    Diagnostics diagnostics = evaluate(kto, workedExample()).diagnostics();

    assertThat(diagnostics.samples("betaLogRatio/desirable")).containsExactly(.1, -.1);
    assertThat(diagnostics.samples("betaLogRatio/undesirable")).containsExactly(.05);
    assertThat(diagnostics.samples("logProb/desirable")).containsExactly(0, -2);
    assertThat(diagnostics.samples("logProb/undesirable")).containsExactly(-.5);
    assertThat(diagnostics.samples("accuracy")).containsExactly(1, 0, 0);
    assertThat(diagnostics.samples("desirable")).containsExactly(1, 1, 0);
    assertThat(diagnostics.samples("length")).containsExactly(1, 1, 1);
    assertThat(diagnostics.names()).contains("kl", "truncated", "z0/estimate");
  }

  @Test
  void constructor_settings_areKeptOrRejected() {
    assertThat(kto.name()).isEqualTo("kto");
    assertThat(kto.beta()).isEqualTo(0.1);
    assertThat(kto.weights()).isEqualTo(KtoWeights.EQUAL);
    assertThat(kto.requiredScores())
        .containsExactlyInAnyOrder(Score.LOG_PROB, Score.REFERENCE_LOG_PROB);
    assertThatThrownBy(() -> new KtoObjective(0, KtoWeights.EQUAL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("beta must be finite and > 0, got 0.0");
  }
}
