package dev.oreo.examples.report;

import dev.oreo.evaluate.ActionCredit;
import dev.oreo.evaluate.CreditAssignment;
import dev.oreo.evaluate.CreditMeans;
import dev.oreo.evaluate.CreditSummary;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The tables of the credit report. */
final class CreditTables {
  private static final String ABSENT = "n/a";

  private CreditTables() {}

  /** Means of right and wrong solutions, and how well V and policy separate them and agree. */
  static String summary(CreditSummary summary) {
    String means =
        head("mean over solutions", "right", "wrong", "what it is")
            + solutions(summary)
            + means(
                summary, "V of the prompt", CreditMeans::firstValue, "V(s) before the first token.")
            + means(
                summary,
                "V at the end",
                CreditMeans::lastValue,
                "V(s) of the state in which the last token was chosen; it should be near the"
                    + " reward.")
            + means(
                summary,
                "implicit value at the end",
                CreditMeans::lastImplicitValue,
                "The same state's value by the policy; it should be near the reward too.")
            + means(
                summary,
                "log-ratio of the response",
                CreditMeans::logRatio,
                "Sum of log pi - log pi_ref over the tokens, in nats; above 0 where training made"
                    + " the response likelier.")
            + means(
                summary,
                "residual",
                CreditMeans::residual,
                "Mean over a solution's tokens; above 0 where V and policy promise more than was"
                    + " earned.")
            + means(
                summary,
                "squared residual",
                CreditMeans::squaredResidual,
                "Mean over a solution's tokens: the value loss of OREO at token level.");
    return table("summary", means) + table("summary", agreement(summary));
  }

  private static String agreement(CreditSummary summary) {
    return head("right against wrong (AUC)", "value function", "policy", "what it is")
        + row(
            "value of the prompt",
            number(summary.firstValueAuc()),
            "",
            "How often V of the prompt is higher for a right solution than for a wrong one: what the"
                + " prompts alone tell; 0.5 is chance.")
        + row(
            "value at the end",
            number(summary.lastValueAuc()),
            number(summary.lastImplicitValueAuc()),
            "The same of V and implicit value at the end; what it gains on the prompt is read from the"
                + " solution.")
        + head("agreement of the two", "correlation", "", "what it is")
        + row(
            "change of the value",
            number(summary.valueCorrelation()),
            "",
            "Of V(s) - V(s_0) and implicit value - V(s_0) over all states after the prompts.")
        + row(
            "advantages of tokens",
            number(summary.tokenAdvantageCorrelation()),
            "",
            "Of implicit and explicit advantage over all tokens but the last ones, whose explicit"
                + " advantage is the outcome itself.")
        + row(
            "advantages of steps",
            number(summary.stepAdvantageCorrelation()),
            "",
            "The same over all steps but the last ones.");
  }

  private static String solutions(CreditSummary summary) {
    return row(
        "solutions",
        count(summary.right()),
        count(summary.wrong()),
        "Rows of the file; right ones have a reward above 0.");
  }

  private static String count(Optional<CreditMeans> means) {
    return String.valueOf(means.map(CreditMeans::trajectories).orElse(0));
  }

  private static String means(
      CreditSummary summary, String name, ToDoubleFunction<CreditMeans> mean, String definition) {
    return row(name, number(summary.right(), mean), number(summary.wrong(), mean), definition);
  }

  private static String number(Optional<CreditMeans> means, ToDoubleFunction<CreditMeans> mean) {
    return means.map(m -> number(OptionalDouble.of(mean.applyAsDouble(m)))).orElse(ABSENT);
  }

  private static String number(OptionalDouble number) {
    return number.isPresent() ? String.format(Locale.ROOT, "%.3f", number.getAsDouble()) : ABSENT;
  }

  /** What the columns of the steps' tables, and the numbers of a token, are. */
  static String definitions() {
    String rows =
        Arrays.stream(CreditQuantity.values())
            .map(
                quantity ->
                    Html.element(
                        "tr",
                        "",
                        Html.element("th", "", Html.escape(quantity.label()))
                            + Html.element("td", "", Html.escape(quantity.definition()))))
            .collect(Collectors.joining("\n"));
    return Html.element(
        "details",
        "open",
        Html.element("summary", "", "What the numbers of tokens and steps are")
            + table("definitions", rows)
            + Html.element(
                "p",
                "",
                "A step's log-ratio and advantages are the sums over its tokens; its values and"
                    + " residual are those of the state in which it begins. In the text, small"
                    + " numbers count the steps and dashed frames mark special tokens. Hover over a"
                    + " token for all its numbers."));
  }

  /** One row per step. */
  static String steps(CreditAssignment credit, CreditText text) {
    List<String> names = Arrays.stream(CreditQuantity.values()).map(CreditQuantity::label).toList();
    StringBuilder rows = new StringBuilder(header("step", "text", names));
    for (int k = 0; k < credit.steps().size(); k++) {
      ActionCredit step = credit.steps().get(k);
      StringBuilder cells =
          new StringBuilder(Html.element("th", "", String.valueOf(k + 1)))
              .append(Html.element("td", "class=\"text\"", text.step(step.action())));
      for (CreditQuantity quantity : CreditQuantity.values()) {
        cells.append(Html.text("td", "number", quantity.format(step)));
      }
      rows.append(Html.element("tr", "", cells.toString())).append('\n');
    }
    return table("steps", rows.toString());
  }

  private static String header(String first, String second, List<String> others) {
    return Html.element(
            "tr",
            "",
            Html.element("th", "", first)
                + Html.element("th", "", second)
                + others.stream()
                    .map(name -> Html.element("th", "", Html.escape(name)))
                    .collect(Collectors.joining()))
        + "\n";
  }

  private static String head(String first, String second, String third, String fourth) {
    return Html.element(
            "tr",
            "class=\"head\"",
            Html.element("th", "", first)
                + Html.element("th", "", second)
                + Html.element("th", "", third)
                + Html.element("th", "", fourth))
        + "\n";
  }

  private static String row(String name, String left, String right, String definition) {
    return Html.element(
            "tr",
            "",
            Html.element("th", "", Html.escape(name))
                + Html.text("td", "number", left)
                + Html.text("td", "number", right)
                + Html.element("td", "", Html.escape(definition)))
        + "\n";
  }

  private static String table(String cssClass, String rows) {
    return Html.element("table", "class=\"" + cssClass + "\"", "\n" + rows);
  }
}
