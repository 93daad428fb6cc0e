package dev.oreo.environment;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The two wordings of ALFWorld, whose texts this library carries (MIT, {@code LICENSE.alfworld}
 * beside them).
 *
 * @see <a href="https://arxiv.org/abs/2010.03768">Shridhar et al. 2021, ALFWorld</a>
 */
public enum AlfworldVersion {
  /**
   * The wording of the paper's games: {@code put mug 1 in/on desk 1}, and {@code You arrive at loc
   * 3.} when one goes.
   */
  V2_1_1("2.1.1"),
  /**
   * The later wording: {@code move mug 1 to desk 1}, {@code You arrive at desk 1.}, and a command
   * {@code help}.
   */
  V2_1_3("2.1.3");

  private static final Map<AlfworldVersion, TextWorldLogic> LOGICS = new ConcurrentHashMap<>();

  private final String label;

  AlfworldVersion(String label) {
    this.label = label;
  }

  /**
   * Returns the version's name in ALFWorld's files.
   *
   * @return such as {@code 2.1.1}
   */
  public String label() {
    return label;
  }

  /**
   * Returns the rules of the version, read at the first call.
   *
   * @return the logic
   */
  public TextWorldLogic logic() {
    return LOGICS.computeIfAbsent(this, AlfworldVersion::parse);
  }

  private TextWorldLogic parse() {
    return TextWorldLogic.parse(domain(), domainName(), grammar(), grammarName());
  }

  /**
   * Returns the PDDL domain's text.
   *
   * @return the whole file
   */
  public String domain() {
    return resource(domainName());
  }

  /**
   * Returns the grammar's text.
   *
   * @return the whole file
   */
  public String grammar() {
    return resource(grammarName());
  }

  private String domainName() {
    return "alfred." + label + ".pddl";
  }

  private String grammarName() {
    return "alfred." + label + ".twl2";
  }

  private static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(AlfworldVersion.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
