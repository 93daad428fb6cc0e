package dev.oreo.examples.report;

import dev.oreo.evaluate.CreditAssignment;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** A prompt with its right solutions on the left and its wrong ones on the right. */
final class CreditSection {
  private final CreditPrompt prompt;
  private final Function<int[], List<CreditToken>> tokens;
  private final CreditScales scales;
  private final CreditChart chart;

  CreditSection(
      CreditPrompt prompt, Function<int[], List<CreditToken>> tokens, CreditScales scales) {
    this.prompt = prompt;
    this.tokens = tokens;
    this.scales = scales;
    this.chart = new CreditChart(prompt);
  }

  String html(int number) {
    StringBuilder pairs = new StringBuilder("\n");
    for (int i = 0; i < Math.max(prompt.right().size(), prompt.wrong().size()); i++) {
      pairs.append(solution("right", prompt.right(), i));
      pairs.append(solution("wrong", prompt.wrong(), i));
    }
    return "<section>\n"
        + Html.element("h2", "", "Prompt " + number)
        + Html.element("div", "class=\"text\"", text(prompt.any()).prompt())
        + Html.element("div", "class=\"pairs\"", pairs.toString())
        + "\n</section>\n";
  }

  private String solution(String kind, List<CreditAssignment> solutions, int index) {
    if (index >= solutions.size()) {
      String absent = "no %s%s solution to show".formatted(index > 0 ? "further " : "", kind);
      return Html.text("article", "absent", absent) + "\n";
    }
    CreditAssignment credit = solutions.get(index);
    CreditText text = text(credit);
    String content =
        Html.text("h3", kind, heading(kind, credit))
            + Html.element("div", "class=\"text\"", text.response())
            + chart.svg(credit)
            + CreditTables.steps(credit, text);
    return Html.element("article", "", content) + "\n";
  }

  private CreditText text(CreditAssignment credit) {
    return new CreditText(credit, tokens.apply(credit.trajectory().tokenIds()), scales);
  }

  private static String heading(String kind, CreditAssignment credit) {
    return String.format(
        Locale.ROOT,
        "%s, reward %s, %d tokens%s (%s)",
        kind,
        credit.trajectory().reward(),
        credit.tokens().size(),
        credit.trajectory().truncated() ? ", truncated" : "",
        credit.trajectory().id());
  }
}
