package dev.oreo.examples.report;

import dev.oreo.evaluate.ActionCredit;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The colours of a page: the scale of each quantity that its tokens can be coloured by, the style
 * rules, and the legends. Both advantages share a scale, so that they can be compared.
 */
final class CreditScales {
  static final List<CreditQuantity> SHOWN =
      List.of(
          CreditQuantity.VALUE,
          CreditQuantity.LOG_RATIO,
          CreditQuantity.IMPLICIT_ADVANTAGE,
          CreditQuantity.EXPLICIT_ADVANTAGE,
          CreditQuantity.RESIDUAL);

  private static final int TICKS = 4;

  private final Map<CreditQuantity, CreditScale> scales = new EnumMap<>(CreditQuantity.class);

  /** Scales over all tokens of a page, at least one. */
  CreditScales(List<ActionCredit> tokens) {
    for (CreditQuantity quantity : SHOWN) {
      double[] numbers =
          tokens.stream()
              .flatMapToDouble(
                  token -> sharing(quantity).stream().mapToDouble(other -> other.of(token)))
              .toArray();
      scales.put(
          quantity,
          quantity.signed() ? CreditScale.diverging(numbers) : CreditScale.sequential(numbers));
    }
  }

  private static List<CreditQuantity> sharing(CreditQuantity quantity) {
    return switch (quantity) {
      case IMPLICIT_ADVANTAGE, EXPLICIT_ADVANTAGE ->
          List.of(CreditQuantity.IMPLICIT_ADVANTAGE, CreditQuantity.EXPLICIT_ADVANTAGE);
      default -> List.of(quantity);
    };
  }

  private CreditScale scale(CreditQuantity quantity) {
    return Objects.requireNonNull(scales.get(quantity));
  }

  /** The style classes that colour a token. */
  String classes(ActionCredit token) {
    return SHOWN.stream()
        .map(quantity -> cssClass(quantity, scale(quantity).bin(quantity.of(token))))
        .collect(Collectors.joining(" "));
  }

  private static String cssClass(CreditQuantity quantity, int bin) {
    return quantity.key().charAt(0) + String.valueOf(bin);
  }

  /** The rules by which the checked radio button colours tokens and chooses the legend. */
  String styleRules() {
    StringBuilder css = new StringBuilder();
    for (CreditQuantity quantity : SHOWN) {
      String checked = "#" + quantity.key() + ":checked~";
      css.append(checked).append("nav label[for=").append(quantity.key());
      css.append("]{background:#1f2933;color:#fff}\n");
      css.append("#").append(quantity.key()).append(":focus-visible~nav label[for=");
      css.append(quantity.key()).append("]{outline:3px solid #6baee0}\n");
      css.append(checked).append("nav .").append(quantity.key()).append("{display:block}\n");
      for (int bin = 0; bin < CreditScale.BINS; bin++) {
        css.append(checked).append("main .").append(cssClass(quantity, bin));
        css.append("{background:").append(scale(quantity).color(bin)).append("}\n");
      }
    }
    return css.toString();
  }

  /** The buttons; they must come before what they style. */
  String buttons() {
    StringBuilder html = new StringBuilder();
    for (CreditQuantity quantity : SHOWN) {
      html.append("<input type=\"radio\" name=\"quantity\" id=\"").append(quantity.key());
      html.append(quantity == SHOWN.get(0) ? "\" checked>" : "\">").append('\n');
    }
    return html.toString();
  }

  /** The buttons' labels, and for each its definition and the numbers of its colours. */
  String navigation() {
    StringBuilder html = new StringBuilder("Colour tokens by: ");
    for (CreditQuantity quantity : SHOWN) {
      html.append(
          Html.element("label", "for=\"" + quantity.key() + "\"", Html.escape(quantity.label())));
    }
    for (CreditQuantity quantity : SHOWN) {
      html.append(Html.element("div", "class=\"legend " + quantity.key() + "\"", legend(quantity)));
    }
    return html.toString();
  }

  private String legend(CreditQuantity quantity) {
    CreditScale scale = scale(quantity);
    String strip =
        IntStream.range(0, CreditScale.BINS)
            .mapToObj(bin -> "<i style=\"background:" + scale.color(bin) + "\"></i>")
            .collect(Collectors.joining());
    double width = (scale.high() - scale.low()) / TICKS;
    String numbers =
        DoubleStream.iterate(scale.low(), x -> x + width)
            .limit(TICKS + 1)
            .mapToObj(x -> Html.element("span", "", String.format(Locale.ROOT, "%.3f", x + 0.0)))
            .collect(Collectors.joining());
    return Html.element("div", "class=\"strip\"", strip)
        + Html.element("div", "class=\"numbers\"", numbers)
        + Html.element("p", "", Html.escape(quantity.definition()));
  }
}
