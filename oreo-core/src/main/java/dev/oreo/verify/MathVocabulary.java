package dev.oreo.verify;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The macros and words that {@link MathLexer} knows, by what becomes of them. */
final class MathVocabulary {
  /** Variables and constants with names. */
  private static final Set<String> LETTERS =
      Set.of(
          "alpha",
          "beta",
          "gamma",
          "delta",
          "epsilon",
          "varepsilon",
          "zeta",
          "eta",
          "theta",
          "vartheta",
          "iota",
          "kappa",
          "lambda",
          "mu",
          "nu",
          "xi",
          "pi",
          "rho",
          "sigma",
          "tau",
          "upsilon",
          "phi",
          "varphi",
          "chi",
          "psi",
          "omega",
          "Gamma",
          "Delta",
          "Theta",
          "Lambda",
          "Xi",
          "Pi",
          "Sigma",
          "Phi",
          "Psi",
          "Omega",
          "infty",
          "ell",
          "hbar",
          "aleph",
          "emptyset");

  private static final int LONGEST = 20;
  private static final int SHORTEST = 2;

  /** Functions whose argument may stand without brackets. */
  static final Set<String> FUNCTIONS =
      Set.of(
          "sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "arcsin", "arccos",
          "arctan", "arccot", "arcsec", "arccsc", "log", "ln", "lg", "exp", "max", "min", "gcd",
          "lcm", "det", "arg", "dim", "ker", "Re", "Im", "tr", "coth");

  /** Operators over a range, read as functions of what they are written with. */
  static final Set<String> RANGES = Set.of("sum", "prod", "int", "lim", "oint");

  /** Macros with arguments of their own. */
  private static final Set<String> STRUCTURES =
      Set.of("frac", "sqrt", "binom", "over", "choose", "cbrt", "mod");

  /** Macros that only change how something looks: they vanish, what they apply to stays. */
  private static final Set<String> DECORATIONS =
      Set.of(
          "left",
          "right",
          "big",
          "Big",
          "bigg",
          "Bigg",
          "bigl",
          "bigr",
          "Bigl",
          "Bigr",
          "mathbf",
          "mathit",
          "mathcal",
          "mathsf",
          "mathfrak",
          "mathscr",
          "boldsymbol",
          "bm",
          "displaystyle",
          "textstyle",
          "limits",
          "nolimits",
          "overline",
          "underline",
          "vec",
          "hat",
          "bar",
          "tilde",
          "widehat",
          "overrightarrow",
          "overleftarrow",
          "boxed",
          "fbox",
          "bf",
          "rm",
          "it",
          "angle",
          "measuredangle",
          "triangle",
          "widetilde",
          "dot",
          "overarc",
          "mathord",
          "ensuremath");

  /** Macros that are white space. */
  private static final Set<String> SPACES =
      Set.of("quad", "qquad", "space", "thinspace", "enspace", "hfill", "newline", "phantom");

  /** Macros whose argument is prose. */
  static final Set<String> TEXTS =
      Set.of(
          "text",
          "textbf",
          "textit",
          "textrm",
          "textnormal",
          "textsf",
          "texttt",
          "mbox",
          "hbox",
          "mathrm",
          "operatorname",
          "emph",
          "textup",
          "mathbb");

  private static final Map<String, String> SPELLINGS =
      Map.ofEntries(
          Map.entry("dfrac", "frac"),
          Map.entry("tfrac", "frac"),
          Map.entry("cfrac", "frac"),
          Map.entry("dbinom", "binom"),
          Map.entry("tbinom", "binom"),
          Map.entry("pmod", "mod"),
          Map.entry("bmod", "mod"),
          Map.entry("infinity", "infty"),
          Map.entry("inf", "infty"),
          Map.entry("oo", "infty"),
          Map.entry("varnothing", "emptyset"));

  private static final Map<String, String> SYMBOLS =
      Map.ofEntries(
          Map.entry("cdot", "*"),
          Map.entry("times", "*"),
          Map.entry("ast", "*"),
          Map.entry("div", "/"),
          Map.entry("colon", ":"),
          Map.entry("ratio", ":"),
          Map.entry("pm", "±"),
          Map.entry("mp", "∓"),
          Map.entry("le", "<="),
          Map.entry("leq", "<="),
          Map.entry("leqslant", "<="),
          Map.entry("leqq", "<="),
          Map.entry("ge", ">="),
          Map.entry("geq", ">="),
          Map.entry("geqslant", ">="),
          Map.entry("geqq", ">="),
          Map.entry("lt", "<"),
          Map.entry("gt", ">"),
          Map.entry("ne", "!="),
          Map.entry("neq", "!="),
          Map.entry("approx", "≈"),
          Map.entry("simeq", "≈"),
          Map.entry("equiv", "≡"),
          Map.entry("in", "∈"),
          Map.entry("cup", "∪"),
          Map.entry("bigcup", "∪"),
          Map.entry("cap", "∩"),
          Map.entry("setminus", "∖"),
          Map.entry("backslash", "∖"),
          Map.entry("circ", "°"),
          Map.entry("degree", "°"),
          Map.entry("lbrace", "\\{"),
          Map.entry("rbrace", "\\}"),
          Map.entry("lparen", "("),
          Map.entry("rparen", ")"),
          Map.entry("lbrack", "["),
          Map.entry("rbrack", "]"),
          Map.entry("langle", "<<"),
          Map.entry("rangle", ">>"),
          Map.entry("lvert", "|"),
          Map.entry("rvert", "|"),
          Map.entry("vert", "|"),
          Map.entry("mid", "|"),
          Map.entry("lVert", "‖"),
          Map.entry("rVert", "‖"),
          Map.entry("Vert", "‖"),
          Map.entry("lfloor", "⌊"),
          Map.entry("rfloor", "⌋"),
          Map.entry("lceil", "⌈"),
          Map.entry("rceil", "⌉"),
          Map.entry("prime", "'"),
          Map.entry("to", "→"),
          Map.entry("rightarrow", "→"),
          Map.entry("land", "and"),
          Map.entry("wedge", "and"),
          Map.entry("lor", "or"),
          Map.entry("vee", "or"),
          Map.entry("dots", "…"),
          Map.entry("ldots", "…"),
          Map.entry("cdots", "…"),
          Map.entry("dotsc", "…"));

  private MathVocabulary() {}

  static String spelling(String name) {
    return SPELLINGS.getOrDefault(name, name);
  }

  static Optional<String> symbol(String name) {
    return Optional.ofNullable(SYMBOLS.get(name));
  }

  static boolean isLetter(String name) {
    return LETTERS.contains(name);
  }

  static boolean isDecoration(String name) {
    return DECORATIONS.contains(name);
  }

  static boolean isSpace(String name) {
    return SPACES.contains(name);
  }

  static boolean isFunction(String name) {
    return FUNCTIONS.contains(name) || RANGES.contains(name) || STRUCTURES.contains(name);
  }

  static boolean knows(String name) {
    String spelling = spelling(name);
    return isLetter(spelling)
        || isFunction(spelling)
        || isDecoration(spelling)
        || isSpace(spelling)
        || TEXTS.contains(spelling)
        || SYMBOLS.containsKey(spelling)
        || spelling.equals("begin")
        || spelling.equals("end");
  }

  /**
   * Returns the longest known macro that a name begins with, as in {@code \quadx} and {@code
   * \tanx}; the whole name if there is none.
   */
  static String knownPart(String name) {
    int longest = Math.min(name.length(), LONGEST);
    for (int length = longest; length >= SHORTEST; length--) {
      String part = name.substring(0, length);
      if (knows(part) && (length > SHORTEST || length == name.length() || part.equals("pi"))) {
        return part;
      }
    }
    return name;
  }

  /** Returns whether a run of letters outside of any macro is a name and no product of letters. */
  static boolean isPlainName(String run) {
    String spelling = spelling(run);
    return (FUNCTIONS.contains(spelling) && run.length() > 2)
        || spelling.equals("ln")
        || spelling.equals("sqrt")
        || spelling.equals("mod")
        || spelling.equals("cbrt")
        || spelling.equals("pi")
        || spelling.equals("infty")
        || (isLetter(spelling) && run.length() > 3);
  }
}
