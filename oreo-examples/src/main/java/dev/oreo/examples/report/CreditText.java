package dev.oreo.examples.report;

import dev.oreo.evaluate.ActionCredit;
import dev.oreo.evaluate.CreditAssignment;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.List;
import java.util.stream.Collectors;

/** The text of a trajectory: plain where it was given, coloured where the policy chose it. */
final class CreditText {
  private final CreditAssignment credit;
  private final List<CreditToken> tokens;
  private final CreditScales scales;

  CreditText(CreditAssignment credit, List<CreditToken> tokens, CreditScales scales) {
    this.credit = credit;
    this.tokens = tokens;
    this.scales = scales;
  }

  /** What comes before the first action. */
  String prompt() {
    return given(0, credit.trajectory().steps().get(0).start());
  }

  /** From the first action on: steps with their numbers, and observations between them. */
  String response() {
    Trajectory trajectory = credit.trajectory();
    StringBuilder html = new StringBuilder();
    int action = 0;
    int shown = trajectory.steps().get(0).start();
    for (int k = 0; k < trajectory.steps().size(); k++) {
      Step step = trajectory.steps().get(k);
      html.append(observation(shown, step.start()));
      shown = step.end();
      StringBuilder chosen = new StringBuilder();
      for (; action < credit.tokens().size() && startOf(action) < shown; action++) {
        chosen.append(chosen(credit.tokens().get(action), k + 1));
      }
      html.append(
          Html.element("span", "class=\"step\" data-step=\"" + (k + 1) + "\"", chosen.toString()));
    }
    return html.append(observation(shown, trajectory.length())).toString();
  }

  /** The plain text of a step; special tokens by name. */
  String step(Step step) {
    return given(step.start(), step.end());
  }

  private int startOf(int action) {
    return credit.tokens().get(action).action().start();
  }

  private String observation(int from, int to) {
    return from == to ? "" : Html.element("span", "class=\"given\"", given(from, to));
  }

  private String given(int start, int end) {
    return tokens.subList(start, end).stream()
        .map(
            token ->
                token.named()
                    ? Html.text("span", "named", token.text())
                    : Html.escape(token.text()))
        .collect(Collectors.joining());
  }

  private String chosen(ActionCredit action, int step) {
    CreditToken token = tokens.get(action.action().start());
    String cssClass = "t " + scales.classes(action) + (token.named() ? " named" : "");
    String newlines = "<i class=\"nl\"></i>\n";
    return Html.element(
        "span",
        "class=\"%s\" title=\"%s\"".formatted(cssClass, Html.escape(numbers(action, step))),
        Html.escape(token.text()).replace("\n", newlines));
  }

  /** All numbers of a token, a line each. */
  private String numbers(ActionCredit action, int step) {
    int index = action.action().start();
    StringBuilder lines =
        new StringBuilder(
            "token %d (id %d), step %d".formatted(index, credit.trajectory().tokenId(index), step));
    for (CreditQuantity quantity : CreditQuantity.values()) {
      lines.append('\n').append(quantity.label()).append(' ').append(quantity.format(action));
    }
    return lines.toString();
  }
}
