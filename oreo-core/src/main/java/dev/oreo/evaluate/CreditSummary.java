package dev.oreo.evaluate;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * Over some trajectories, how well value function and policy tell right from wrong and agree with
 * each other. A trajectory is right if its reward is above 0.
 *
 * <p>Immutable and thread-safe.
 *
 * @param right means over right trajectories; empty if there are none
 * @param wrong means over the others; empty if there are none
 * @param firstValueAuc area under the ROC curve of V of the prompt: how often it is higher for a
 *     right trajectory than for a wrong one, ties counted half; what the prompts alone tell; empty
 *     unless there are both
 * @param lastValueAuc the same of V of the last state
 * @param lastImplicitValueAuc the same of the implicit value of the last state
 * @param valueCorrelation Pearson's correlation of {@code V(s_t) - V(s_0)} and {@code V_imp(s_t) -
 *     V(s_0)} over all states but the first of each trajectory, where both are 0; empty if either
 *     is constant
 * @param tokenAdvantageCorrelation the same of implicit and explicit advantage over all tokens but
 *     the last of each trajectory, whose explicit advantage is the outcome itself
 * @param stepAdvantageCorrelation the same over all steps but the last
 */
public record CreditSummary(
    Optional<CreditMeans> right,
    Optional<CreditMeans> wrong,
    OptionalDouble firstValueAuc,
    OptionalDouble lastValueAuc,
    OptionalDouble lastImplicitValueAuc,
    OptionalDouble valueCorrelation,
    OptionalDouble tokenAdvantageCorrelation,
    OptionalDouble stepAdvantageCorrelation) {

  /**
   * Summarises trajectories.
   *
   * @param credits any number
   * @return what can be said of them
   */
  public static CreditSummary of(List<CreditAssignment> credits) {
    List<CreditAssignment> right = credits.stream().filter(CreditSummary::isRight).toList();
    List<CreditAssignment> wrong = credits.stream().filter(c -> !isRight(c)).toList();
    Agreement values = new Agreement();
    Agreement tokens = new Agreement();
    Agreement steps = new Agreement();
    for (CreditAssignment credit : credits) {
      values.addValues(credit);
      tokens.addAdvantages(credit.tokens());
      steps.addAdvantages(credit.steps());
    }
    return new CreditSummary(
        CreditMeans.of(right),
        CreditMeans.of(wrong),
        auc(right, wrong, CreditAssignment::firstValue),
        auc(right, wrong, CreditAssignment::lastValue),
        auc(right, wrong, CreditAssignment::lastImplicitValue),
        values.correlation(),
        tokens.correlation(),
        steps.correlation());
  }

  private static boolean isRight(CreditAssignment credit) {
    return credit.trajectory().reward() > 0;
  }

  private static OptionalDouble auc(
      List<CreditAssignment> right,
      List<CreditAssignment> wrong,
      ToDoubleFunction<CreditAssignment> score) {
    return RocCurve.area(
        right.stream().mapToDouble(score).toArray(), wrong.stream().mapToDouble(score).toArray());
  }

  /** Pairs of what the value function and what the policy says. */
  private static final class Agreement {
    private final SimpleRegression pairs = new SimpleRegression();

    void addValues(CreditAssignment credit) {
      double start = credit.firstValue();
      for (ActionCredit token : credit.tokens().subList(1, credit.tokens().size())) {
        pairs.addData(token.value() - start, token.implicitValue() - start);
      }
    }

    void addAdvantages(List<ActionCredit> actions) {
      for (ActionCredit action : actions.subList(0, actions.size() - 1)) {
        pairs.addData(action.explicitAdvantage(), action.implicitAdvantage());
      }
    }

    OptionalDouble correlation() {
      double correlation = pairs.getN() < 2 ? Double.NaN : pairs.getR();
      return Double.isNaN(correlation) ? OptionalDouble.empty() : OptionalDouble.of(correlation);
    }
  }
}
