package dev.oreo.examples.report;

import dev.oreo.evaluate.ActionCredit;
import java.util.Locale;

/** What can be shown of an action. The first letter of the key is its prefix in the style sheet. */
enum CreditQuantity {
  VALUE(
      "value",
      "value V",
      "V(s): the reward to expect from the state in which the token is chosen, by the value"
          + " function."),
  IMPLICIT_VALUE(
      "implicit_value",
      "implicit value",
      "V(s_0) + beta * (sum of the log-ratios before the token) - (rewards before it): the same by"
          + " the policy."),
  LOG_RATIO(
      "log_ratio",
      "log-ratio d",
      "log pi - log pi_ref of the token: how much likelier training made it, in nats."),
  IMPLICIT_ADVANTAGE(
      "implicit_advantage",
      "implicit advantage",
      "beta * d: how much the token changed what is to be expected, by the policy."),
  EXPLICIT_ADVANTAGE(
      "explicit_advantage",
      "explicit advantage",
      "r + V(s') - V(s): the same by the value function, with V = 0 after the last token."),
  RESIDUAL(
      "residual",
      "residual",
      "V(s) + beta * (sum of the log-ratios from the token on) - (reward to go): 0 where value"
          + " function and policy explain the outcome.");

  private static final String NOTHING = "0.0000";

  private final String key;
  private final String label;
  private final String definition;

  CreditQuantity(String key, String label, String definition) {
    this.key = key;
    this.label = label;
    this.definition = definition;
  }

  /** Its name in JSON, style sheet and ids. */
  String key() {
    return key;
  }

  String label() {
    return label;
  }

  /** One sentence. */
  String definition() {
    return definition;
  }

  double of(ActionCredit action) {
    return switch (this) {
      case VALUE -> action.value();
      case IMPLICIT_VALUE -> action.implicitValue();
      case LOG_RATIO -> action.logRatio();
      case IMPLICIT_ADVANTAGE -> action.implicitAdvantage();
      case EXPLICIT_ADVANTAGE -> action.explicitAdvantage();
      case RESIDUAL -> action.residual();
    };
  }

  /** Whether 0 is a middle rather than an end. */
  boolean signed() {
    return this != VALUE && this != IMPLICIT_VALUE;
  }

  /** The number as shown. */
  String format(ActionCredit action) {
    String shown = String.format(Locale.ROOT, signed() ? "%+.4f" : "%.4f", of(action));
    return shown.substring(1).equals(NOTHING) ? NOTHING : shown; // no sign of what rounds to 0
  }
}
