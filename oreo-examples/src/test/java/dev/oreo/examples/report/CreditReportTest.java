package dev.oreo.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oreo.evaluate.CreditAssignment;
import dev.oreo.evaluate.CreditSummary;
import dev.oreo.objective.Score;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A page by hand: what is on it, and that text stays text. */
final class CreditReportTest {
  private static final List<CreditToken> TOKENS =
      List.of(
          new CreditToken("<|user|>", true),
          new CreditToken("1 < 2 & \"so\"?", false),
          new CreditToken("<script>alert(1)</script>", false),
          new CreditToken("\n\t", false),
          new CreditToken("yes", false),
          new CreditToken("<|end|>", true));

  /** Two steps, [2, 4) and [4, 6); V 0, .5, .5, 1; log-ratios of 2, 0, -4 and 0 at beta .25. */
  private static final CreditAssignment CREDIT = credit(1);

  @Test
  void html_markupInTokens_isText() throws IOException {
    assertThat(page(CREDIT))
        .contains("<span class=\"named\">&lt;|user|&gt;</span>1 &lt; 2 &amp; &quot;so&quot;?")
        .contains(">&lt;script&gt;alert(1)&lt;/script&gt;</span>")
        .contains("><i class=\"nl\"></i>\n\t</span>")
        .contains("named\" title=\"token 5 (id 5), step 2\n", ">&lt;|end|&gt;</span>")
        .contains("<td>a &lt;b&gt;</td>")
        .doesNotContain("<script");
  }

  @Test
  void html_token_hasColoursAndNumbers() throws IOException {
    // the scales: V 0 to 1; d -4 to 4; both advantages -1 to 1; the residual -1.5 to 1.5
    assertThat(page(CREDIT))
        .contains(
            """
            <span class="t v0 l15 i15 e15 r0" title="token 2 (id 2), step 1
            value V 0.0000
            implicit value 0.0000
            log-ratio d +2.0000
            implicit advantage +0.5000
            explicit advantage +0.5000
            residual -1.5000">""")
        .contains(
            """
            <span class="t v10 l0 i0 e15 r0" title="token 4 (id 4), step 2
            value V 0.5000
            implicit value 0.5000
            log-ratio d -4.0000
            implicit advantage -1.0000
            explicit advantage +0.5000
            residual -1.5000">""");
  }

  @Test
  void html_steps_areRowsOfSums() throws IOException {
    assertThat(page(CREDIT))
        .contains(
            "<tr><th>1</th><td class=\"text\">&lt;script&gt;alert(1)&lt;/script&gt;\n\t</td>"
                + cells("0.0000", "0.0000", "+2.0000", "+0.5000", "+0.5000", "-1.5000"))
        .contains(
            "<tr><th>2</th><td class=\"text\">yes<span class=\"named\">&lt;|end|&gt;</span></td>"
                + cells("0.5000", "0.5000", "-4.0000", "-1.0000", "+0.5000", "-1.5000"));
  }

  @Test
  void html_chart_hasBothCurves() throws IOException {
    // the axis goes from -.5 to 1 over 120 pixels from 24 on, the tokens over 500 from 48 on
    assertThat(page(CREDIT))
        .contains(
            "<g class=\"value\"><polyline points=\"48.00,104.00 214.67,64.00 381.33,64.00"
                + " 548.00,24.00\"/>")
        .contains(
            "<g class=\"implicit_value\"><polyline points=\"48.00,104.00 214.67,64.00"
                + " 381.33,64.00 548.00,144.00\"/>")
        .contains("<text text-anchor=\"end\" x=\"42.00\" y=\"68.00\">0.5</text>");
  }

  @Test
  void html_chosenQuantity_isARuleOfTheStyleSheet() throws IOException {
    assertThat(page(CREDIT))
        .contains("<input type=\"radio\" name=\"quantity\" id=\"value\" checked>")
        .contains("<input type=\"radio\" name=\"quantity\" id=\"residual\">")
        .contains("#log_ratio:checked~main .l0{background:#f4936b}")
        .contains("#log_ratio:checked~main .l10{background:#ffffff}")
        .contains("#value:checked~main .v20{background:#6cc48a}");
  }

  @Test
  void html_noWrongSolution_saysSo() throws IOException {
    assertThat(page(CREDIT))
        .containsSubsequence(
            "<h3 class=\"right\">right, reward 1.0, 4 tokens (rows:1)</h3>",
            "<article class=\"absent\">no wrong solution to show</article>")
        .contains(
            "<tr><th>value at the end</th><td class=\"number\">n/a</td>"
                + "<td class=\"number\">n/a</td>");
  }

  @Test
  void html_rightAndWrong_areInTheSummary() throws IOException {
    assertThat(page(CREDIT, credit(0)))
        .contains(
            "<tr><th>V at the end</th><td class=\"number\">1.000</td><td"
                + " class=\"number\">1.000</td>")
        // -1.5 three times and 0, and 1 more where nothing was earned
        .contains(
            "<tr><th>residual</th><td class=\"number\">-1.125</td><td"
                + " class=\"number\">-0.125</td>")
        .contains(
            "<tr><th>value of the prompt</th><td class=\"number\">0.500</td><td"
                + " class=\"number\"></td>");
  }

  private static String page(CreditAssignment... credits) throws IOException {
    List<CreditAssignment> all = Arrays.asList(credits);
    return new CreditReport(
            Map.of("data", "a <b>"), CreditSummary.of(all), CreditPrompt.group(all), "all shown")
        .html(ids -> TOKENS);
  }

  private static String cells(String... numbers) {
    StringBuilder cells = new StringBuilder();
    for (String number : numbers) {
      cells.append("<td class=\"number\">").append(number).append("</td>");
    }
    return cells.append("</tr>").toString();
  }

  private static CreditAssignment credit(double reward) {
    Trajectory trajectory =
        Trajectory.of(
            "rows:1",
            new int[] {0, 1, 2, 3, 4, 5},
            List.of(new Step(2, 4, 0), new Step(4, 6, reward)));
    return CreditAssignment.of(
        new TrajectoryScores(
            trajectory,
            Map.of(
                Score.LOG_PROB, new double[] {0, 2, 0, -4, 0},
                Score.REFERENCE_LOG_PROB, new double[5],
                Score.VALUE, new double[] {0, 0, .5, .5, 1})),
        .25);
  }
}
