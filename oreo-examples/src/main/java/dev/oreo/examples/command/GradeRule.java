package dev.oreo.examples.command;

import dev.oreo.verify.AnswerVerifier;
import dev.oreo.verify.DeepSeekGsm8kVerifier;
import dev.oreo.verify.DeepSeekMathVerifier;
import dev.oreo.verify.Gsm8kVerifier;
import dev.oreo.verify.HendrycksMathVerifier;
import dev.oreo.verify.MathVerifier;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The verifiers by the names that the command line has for them. */
@SuppressWarnings("ImmutableEnumChecker") // verifiers do not change
enum GradeRule {
  GSM8K_DEEPSEEK("gsm8k", "deepseek", new DeepSeekGsm8kVerifier()),
  GSM8K_ORIGINAL("gsm8k", "original", new Gsm8kVerifier()),
  MATH_DEEPSEEK("math", "deepseek", new DeepSeekMathVerifier()),
  MATH_HENDRYCKS("math", "hendrycks", new HendrycksMathVerifier()),
  MATH_OREO("math", "oreo", new MathVerifier());

  private final String task;
  private final String rule;
  private final AnswerVerifier verifier;

  GradeRule(String task, String rule, AnswerVerifier verifier) {
    this.task = task;
    this.rule = rule;
    this.verifier = verifier;
  }

  AnswerVerifier verifier() {
    return verifier;
  }

  /** Returns task and rule as reports name them. */
  String label() {
    return task + " " + rule;
  }

  /** Returns the tasks that have rules. */
  static List<String> tasks() {
    return Arrays.stream(values()).map(rule -> rule.task).distinct().toList();
  }

  /** Returns the names of a task's rules, the default first. */
  static List<String> rules(String task) {
    return Arrays.stream(values()).filter(r -> r.task.equals(task)).map(r -> r.rule).toList();
  }

  /** Returns a rule of a task by its name in any case. */
  static Optional<GradeRule> find(String task, String rule) {
    return Arrays.stream(values())
        .filter(r -> r.task.equals(task) && r.rule.equals(rule.toLowerCase(Locale.ROOT)))
        .findFirst();
  }
}
