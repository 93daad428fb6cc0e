package dev.oreo.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.oreo.SharedData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Our own rule against the cases and verdicts of other graders, and against real solutions. */
final class MathVerifierOracleTest {
  private static final MathVerifier VERIFIER = new MathVerifier();
  private static final double NEEDED = 0.97;

  /** Cases of graders.jsonl that are no mathematics, or a rule of one grader's house. */
  private record Refused(String reason, Predicate<JsonObject> rows) {}

  private static final List<Refused> REFUSED =
      List.of(
          new Refused(
              "which of several letters a sentence means depends on words of its language",
              row -> text(row, "test").endsWith("extraction_abc")),
          new Refused(
              "a formula over several lines is the same formula; only an inline extractor minds",
              row ->
                  !right(row)
                      && text(row, "b").startsWith("Answer ")
                      && text(row, "b").contains("\n")),
          new Refused(
              "rounding to fewer than 6 decimals is an option of one grader",
              row -> row.has("precision") && row.get("precision").getAsInt() < 5),
          new Refused(
              "a strict option makes interval and inequality equal in one direction only",
              row ->
                  row.has("allow_set_relation_comp")
                      && !row.get("allow_set_relation_comp").getAsBoolean()
                      && !right(row)),
          new Refused(
              "for a comparison of strings a list in another order is another string",
              row -> text(row, "grader").startsWith("hendrycks") && text(row, "a").contains(", ")));

  /** Where we mean to differ from Math-Verify; in each of them it says wrong and we say correct. */
  private record Kept(String name, Predicate<String[]> pairs) {}

  private static final List<Kept> KEPT =
      List.of(
          new Kept("full stop", p -> p[0].endsWith(".") || p[1].endsWith(".")),
          new Kept("percent", p -> p[0].contains("%") != p[1].contains("%")),
          new Kept("plain pi", p -> p[0].contains("pi") && !p[0].contains("\\pi")),
          new Kept("separators", p -> p[0].contains("\\!")),
          new Kept("plain units", p -> p[1].contains("\\text") && p[0].matches("[0-9.]+ [a-z]+")),
          new Kept("decimal comma", p -> p[0].matches("[0-9]+,[0-9]+") && p[1].contains(".")),
          new Kept("lists in order", p -> p[0].matches("[0-9]+,[0-9]+")),
          new Kept("both directions", p -> p[0].contains("le x")),
          new Kept("six decimals", p -> p[0].contains("3.14159")));

  private static String text(JsonObject row, String key) {
    return row.get(key).getAsString();
  }

  private static boolean right(JsonObject row) {
    return row.get("equal").getAsBoolean();
  }

  @Test
  void verdicts_casesOfOtherGraders_agreeBarRefusedOnes() {
    Map<String, Integer> refused = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    int asked = 0;
    for (JsonObject row : SharedData.rows("graders/grader_cases.jsonl")) {
      Optional<Refused> reason = reason(row);
      if (reason.isPresent()) {
        refused.merge(reason.get().reason(), 1, Integer::sum);
        continue;
      }
      asked++;
      if (verdict(row).right() != right(row)) {
        wrong.add(text(row, "a") + " | " + text(row, "b"));
      }
    }

    assertThat(refused).hasSameSizeAs(REFUSED);
    assertThat(refused.values().stream().mapToInt(i -> i).sum()).isLessThan(25);
    assertThat(asked - wrong.size()).as("%s", wrong).isGreaterThan((int) (NEEDED * asked));
    assertThat(wrong).hasSizeLessThanOrEqualTo(1);
  }

  private static Optional<Refused> reason(JsonObject row) {
    return REFUSED.stream().filter(r -> r.rows().test(row)).findFirst();
  }

  private static Verdict verdict(JsonObject row) {
    boolean extract = text(row, "kind").equals("text") || row.has("language");
    return extract
        ? VERIFIER.verify(text(row, "b"), text(row, "a"))
        : VERIFIER.compare(text(row, "b"), text(row, "a"));
  }

  @Test
  void compare_pairsThatMathVerifyJudged_differOnlyInKeptClasses() {
    Map<String, Integer> kept = new TreeMap<>();
    List<String> others = new ArrayList<>();
    for (JsonObject row : SharedData.rows("graders/grader_oracle.jsonl")) {
      String[] pair = {text(row, "pred"), text(row, "gold")};
      boolean ours = VERIFIER.compare(pair[0], pair[1]).right();
      boolean theirs = row.get("math_verify").getAsBoolean();

      assertThat(VERIFIER.compare(pair[1], pair[0]).right()).as(pair[0]).isEqualTo(ours);
      if (ours != theirs) {
        List<Kept> classes =
            ours ? KEPT.stream().filter(k -> k.pairs().test(pair)).toList() : List.of();
        classes.stream().limit(1).forEach(k -> kept.merge(k.name(), 1, Integer::sum));
        if (classes.isEmpty()) {
          others.add(pair[0] + " | " + pair[1]);
        }
      }
    }

    assertThat(others).isEmpty();
    assertThat(kept.values().stream().mapToInt(i -> i).sum()).isLessThan(360);
    assertThat(kept.getOrDefault("full stop", 0)).isGreaterThan(200);
  }

  @Test
  void verify_solutionsOfMath_areCorrectAgainstThemselves() {
    List<String> wrong = new ArrayList<>();
    List<String> unlike = new ArrayList<>();
    for (String file : List.of("math/train.jsonl", "math/test.jsonl")) {
      for (JsonObject row : SharedData.rows(file)) {
        String solution = text(row, "solution");
        String answer = text(row, "answer");
        if (!VERIFIER.verify(text(row, "problem"), solution, solution).right()) {
          wrong.add(answer);
        }
        boolean several = VERIFIER.verify(solution, answer).extracted().orElse("").contains(", ");
        if (!VERIFIER.verify(solution, answer).right() && !several && !answer.isEmpty()) {
          unlike.add(answer);
        }
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(unlike).as("answers of solutions with one box").isEmpty();
  }

  @Test
  void verify_solutionsOfGsm8k_areCorrectAgainstTheirNumber() {
    for (String file : List.of("gsm8k/train.jsonl", "gsm8k/test.jsonl")) {
      for (JsonObject row : SharedData.rows(file)) {
        String solution = text(row, "answer");
        String number = solution.substring(solution.indexOf("#### ") + 5);

        assertThat(VERIFIER.verify(solution, solution).right()).as(solution).isTrue();
        assertThat(VERIFIER.verify("So it is " + number + ".", solution).right())
            .as(solution)
            .isTrue();
      }
    }
  }

  @Test
  void verify_realAnswersToGsm8k_haveTheVerdictsOfTheDataset() {
    List<String> models =
        List.of("6b_finetuning", "6b_verification", "175b_finetuning", "175b_verification");
    for (JsonObject row : SharedData.rows("rollouts/gsm8k_openai_example_solutions.jsonl")) {
      for (String model : models) {
        JsonObject answer = row.getAsJsonObject(model);
        Verdict verdict = VERIFIER.verify(text(answer, "solution"), text(row, "ground_truth"));

        assertThat(verdict.right())
            .as("%s: %s", text(answer, "solution"), verdict)
            .isEqualTo(answer.get("is_correct").getAsBoolean());
      }
    }
  }

  /** The dataset says wrong to eight answers "4:30 p.m." and to one "10000" for 10{,}000. */
  @Test
  void verify_realAnswersToMath_differInNineVerdictsThatAreOurs() {
    int differ = 0;
    for (JsonObject row : SharedData.rows("rollouts/qwen25math_math_cot_100.jsonl")) {
      for (int i = 0; i < row.getAsJsonArray("code").size(); i++) {
        String response = row.getAsJsonArray("code").get(i).getAsString();
        boolean right = VERIFIER.verify(response, text(row, "solution")).right();
        boolean theirs = row.getAsJsonArray("score").get(i).getAsBoolean();

        assertThat(right || !theirs).as(response).isTrue();
        differ += right == theirs ? 0 : 1;
      }
    }

    assertThat(differ).isEqualTo(9);
  }
}
