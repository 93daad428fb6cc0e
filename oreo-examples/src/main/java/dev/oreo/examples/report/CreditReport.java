package dev.oreo.examples.report;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.io.Resources;
import dev.oreo.evaluate.ActionCredit;
import dev.oreo.evaluate.CreditSummary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A page that shows which tokens and steps value function and policy give the credit to: a summary,
 * and for each prompt right and wrong solutions side by side.
 *
 * <p>One file without scripts; radio buttons choose by which number tokens are coloured. Immutable.
 *
 * @param settings what was compared, by name, for the head of the page
 * @param summary of all solutions, also of those that are not shown
 * @param prompts what is shown
 * @param notShown in words, what is left out; may be empty
 */
public record CreditReport(
    Map<String, String> settings,
    CreditSummary summary,
    List<CreditPrompt> prompts,
    String notShown) {

  /** Checks that there is something to show. {@inheritDoc} */
  public CreditReport {
    checkArgument(!prompts.isEmpty(), "prompts must not be empty");
    prompts = List.copyOf(prompts);
  }

  /**
   * Returns the page.
   *
   * @param tokens how the tokens of a row's ids are shown, as {@link CreditToken#of}
   * @return HTML
   * @throws IOException if the style sheet cannot be read from the class path
   */
  public String html(Function<int[], List<CreditToken>> tokens) throws IOException {
    CreditScales scales = new CreditScales(shownTokens());
    StringBuilder main = new StringBuilder();
    for (int i = 0; i < prompts.size(); i++) {
      main.append(new CreditSection(prompts.get(i), tokens, scales).html(i + 1));
    }
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Credit per token and step</title>
        <style>
        %s%s</style>
        </head>
        <body>
        <header>
        %s</header>
        %s<nav>
        %s
        </nav>
        <main>
        %s</main>
        </body>
        </html>
        """
        .formatted(
            styleSheet(),
            scales.styleRules(),
            header(),
            scales.buttons(),
            scales.navigation(),
            main);
  }

  private static String styleSheet() throws IOException {
    return Resources.toString(
        Resources.getResource(CreditReport.class, "credit.css"), StandardCharsets.UTF_8);
  }

  private List<ActionCredit> shownTokens() {
    return prompts.stream()
        .flatMap(prompt -> Stream.concat(prompt.right().stream(), prompt.wrong().stream()))
        .flatMap(credit -> credit.tokens().stream())
        .toList();
  }

  private String header() {
    String rows =
        settings.entrySet().stream()
            .map(
                setting ->
                    Html.element(
                        "tr",
                        "",
                        Html.element("th", "", Html.escape(setting.getKey()))
                            + Html.element("td", "", Html.escape(setting.getValue()))))
            .collect(Collectors.joining("\n"));
    return Html.element("h1", "", "Credit per token and step")
        + Html.element("table", "class=\"settings\"", rows)
        + CreditTables.summary(summary)
        + CreditTables.definitions()
        + Html.text("p", "note", notShown);
  }
}
