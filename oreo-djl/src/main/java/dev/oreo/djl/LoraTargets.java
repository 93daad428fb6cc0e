package dev.oreo.djl;

import com.google.common.collect.ImmutableList;
import dev.oreo.internal.Checks;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which of a decoder's linear layers, "modules", something concerns, by their names in
 * HuggingFace's files, such as {@code model.layers.3.self_attn.q_proj}. The rules are PEFT's.
 */
public sealed interface LoraTargets {

  /** All linear layers of the decoder; the language model's head is none of them. */
  LoraTargets ALL_LINEAR = new AllLinear();

  /**
   * Returns the modules that are named.
   *
   * @param names whole names, or their ends behind a dot: {@code q_proj} is that of every layer
   * @return the modules
   */
  static LoraTargets named(String... names) {
    return new Named(ImmutableList.copyOf(names));
  }

  /**
   * Returns the modules whose whole name matches a pattern.
   *
   * @param pattern a regular expression
   * @return the modules
   */
  static LoraTargets matching(String pattern) {
    return new Matching(pattern);
  }

  /**
   * Returns whether a module is among these.
   *
   * @param module its whole name
   * @return whether it is
   */
  boolean contains(String module);

  /** See {@link #ALL_LINEAR}. */
  record AllLinear() implements LoraTargets {
    @Override
    public boolean contains(String module) {
      return true;
    }

    @Override
    public String toString() {
      return "all-linear";
    }
  }

  /**
   * See {@link #named}.
   *
   * @param names at least one
   */
  record Named(List<String> names) implements LoraTargets {

    /** Checks that there is a name. {@inheritDoc} */
    public Named {
      names = List.copyOf(names);
      Checks.argument(!names.isEmpty(), "names of modules must be at least one, got none");
    }

    @Override
    public boolean contains(String module) {
      return names.stream().anyMatch(name -> isName(name, module));
    }

    @Override
    public String toString() {
      return names.toString();
    }

    private static boolean isName(String name, String module) {
      return module.equals(name) || module.endsWith("." + name);
    }
  }

  /**
   * See {@link #matching}.
   *
   * @param pattern a regular expression
   */
  record Matching(String pattern) implements LoraTargets {

    /** Checks the pattern. {@inheritDoc} */
    public Matching {
      checkPattern(pattern);
    }

    @Override
    public boolean contains(String module) {
      return Pattern.matches(pattern, module);
    }

    @Override
    public String toString() {
      return pattern;
    }

    static void checkPattern(String pattern) {
      try {
        Pattern.compile(pattern);
      } catch (PatternSyntaxException e) {
        throw new IllegalArgumentException(
            "pattern must be a regular expression, got " + pattern, e);
      }
    }
  }
}
