package dev.oreo.trajectory;

import dev.oreo.internal.Checks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One sampled sequence: its token ids, the spans of them that the policy chose, and the rewards.
 *
 * <p>Tokens outside the {@linkplain #steps() steps} are the prompt and, between steps, what the
 * environment answered: they are conditioned on and never scored. Single-turn answers have adjacent
 * steps; an agent's turns have observations between them. Token-, step- and response-level states
 * all derive from this one form.
 *
 * <p><b>Positions.</b> A sequence of {@code L} tokens has {@code P = L - 1} positions. Position
 * {@code p} is the state of tokens {@code 0..p}; its logits choose token {@code p + 1}, and the
 * value function is read there. So a step {@code [start, end)} owns positions {@code [start - 1,
 * end - 1)}. Arrays "per position" anywhere in oreo have {@code P} entries.
 *
 * <p>Rewards are undiscounted (gamma is 1). The end of text token, where there is one, is an
 * ordinary action; the state after the last token is terminal and has value 0.
 *
 * <p>Immutable and thread-safe; equality is identity.
 *
 * @see <a href="https://arxiv.org/abs/2412.16145">Wang et al. 2024, section 3</a>
 */
public final class Trajectory implements Example {
  private final String id;
  private final int[] tokenIds;
  private final List<Step> steps;
  private final boolean truncated;

  private Trajectory(String id, int[] tokenIds, List<Step> steps, boolean truncated) {
    this.id = id;
    this.tokenIds = tokenIds.clone();
    this.steps = List.copyOf(steps);
    this.truncated = truncated;
    Checks.argument(!steps.isEmpty(), "steps must not be empty (trajectory %s)", id);
    int end = 1;
    for (Step step : steps) {
      Checks.argument(
          step.start() >= end && step.end() <= tokenIds.length,
          "steps must be in order, disjoint and within the %d tokens, got [%d, %d) after %d (trajectory %s)",
          tokenIds.length,
          step.start(),
          step.end(),
          end,
          id);
      end = step.end();
    }
  }

  /**
   * Returns a trajectory.
   *
   * @param id what messages call it, such as {@code "train.jsonl:17"}
   * @param tokenIds all tokens, prompt first; copied
   * @param steps the spans of tokens the policy chose, in order, disjoint, at least one
   * @return the trajectory, not marked as truncated
   * @throws IllegalArgumentException if a step overlaps its predecessor or leaves the tokens
   */
  public static Trajectory of(String id, int[] tokenIds, List<Step> steps) {
    return new Trajectory(id, tokenIds, steps, false);
  }

  /**
   * Returns the first {@code length} tokens as a trajectory marked as truncated. The total reward
   * stays: what cut steps earned is credited to the last one kept, and the last kept token acts as
   * the terminal one, as in the authors' code.
   *
   * @param length how many tokens to keep, at most {@link #length()}
   * @return this if nothing is cut
   * @throws IllegalArgumentException if no action token would be left
   */
  public Trajectory truncate(int length) {
    if (length >= tokenIds.length) {
      return this;
    }
    List<Step> kept = new ArrayList<>();
    double keptReward = 0;
    for (Step step : steps) {
      if (step.start() < length) {
        kept.add(new Step(step.start(), Math.min(step.end(), length), step.reward()));
        keptReward += step.reward();
      }
    }
    Checks.argument(
        !kept.isEmpty(),
        "length must leave an action token, got %d with the first action at %d (trajectory %s)",
        length,
        steps.get(0).start(),
        id);
    Step last = kept.get(kept.size() - 1);
    kept.set(
        kept.size() - 1, new Step(last.start(), last.end(), last.reward() + reward() - keptReward));
    return new Trajectory(id, Arrays.copyOf(tokenIds, length), kept, true);
  }

  /**
   * Returns the same tokens and steps with other rewards.
   *
   * @param rewards one per step, in order, finite
   * @return a trajectory of the same id, truncated if this is
   * @throws IllegalArgumentException if there are more or fewer rewards than steps, or one is not
   *     finite
   */
  public Trajectory withRewards(double... rewards) {
    Checks.argument(
        rewards.length == steps.size(),
        "rewards must be one per step, got %d and %d steps (trajectory %s)",
        rewards.length,
        steps.size(),
        id);
    List<Step> rewarded = new ArrayList<>();
    for (int k = 0; k < rewards.length; k++) {
      rewarded.add(new Step(steps.get(k).start(), steps.get(k).end(), rewards[k]));
    }
    return new Trajectory(id, tokenIds, rewarded, truncated);
  }

  @Override
  public List<Trajectory> trajectories() {
    return List.of(this);
  }

  /**
   * Returns the name used in messages.
   *
   * @return the id given at construction
   */
  public String id() {
    return id;
  }

  /**
   * Returns all token ids, prompt first.
   *
   * @return a copy of {@link #length()} ids
   */
  public int[] tokenIds() {
    return tokenIds.clone();
  }

  /**
   * Returns the tokens before the first action.
   *
   * @return a copy, at least one id
   */
  public int[] promptTokenIds() {
    return Arrays.copyOf(tokenIds, steps.get(0).start());
  }

  /**
   * Returns one token id.
   *
   * @param index in {@code [0, length())}
   * @return the id
   */
  public int tokenId(int index) {
    return tokenIds[index];
  }

  /**
   * Returns how many tokens this and another trajectory begin with alike.
   *
   * @param other to compare with
   * @return at most the length of the shorter one
   */
  public int sharedTokens(Trajectory other) {
    int difference = Arrays.mismatch(tokenIds, other.tokenIds);
    return difference < 0 ? tokenIds.length : difference;
  }

  /**
   * Returns the number of tokens L.
   *
   * @return at least 2
   */
  public int length() {
    return tokenIds.length;
  }

  /**
   * Returns the number of positions P = L - 1.
   *
   * @return at least 1
   */
  public int positions() {
    return tokenIds.length - 1;
  }

  /**
   * Returns the spans the policy chose.
   *
   * @return in order, disjoint, never empty, unmodifiable
   */
  public List<Step> steps() {
    return steps;
  }

  /**
   * Returns whether the sequence was cut before it ended.
   *
   * @return true for what {@link #truncate} cut
   */
  public boolean truncated() {
    return truncated;
  }

  /**
   * Returns the number of tokens the policy chose, M.
   *
   * @return at least 1
   */
  public int actionCount() {
    int count = 0;
    for (Step step : steps) {
      count += step.length();
    }
    return count;
  }

  /**
   * Returns the total reward R.
   *
   * @return the sum over steps
   */
  public double reward() {
    double sum = 0;
    for (Step step : steps) {
      sum += step.reward();
    }
    return sum;
  }

  /**
   * Returns the undiscounted return to go of a step: its own reward and those of all later steps.
   *
   * @param step index of the step
   * @return the sum of rewards from {@code step} on
   */
  public double returnToGo(int step) {
    double sum = 0;
    for (int k = step; k < steps.size(); k++) {
      sum += steps.get(k).reward();
    }
    return sum;
  }

  /**
   * Returns which positions choose an action token.
   *
   * @return P entries, true = counts
   */
  public boolean[] actionMask() {
    return stateMask(Granularity.TOKEN);
  }

  /**
   * Returns at which positions a loss of the given granularity scores a state.
   *
   * @param granularity every action token, the beginning of every step, or the prompt's last token
   * @return P entries, true = counts
   */
  public boolean[] stateMask(Granularity granularity) {
    boolean[] mask = new boolean[positions()];
    switch (granularity) {
      case TOKEN -> steps.forEach(s -> Arrays.fill(mask, s.firstPosition(), s.endPosition(), true));
      case STEP -> steps.forEach(s -> mask[s.firstPosition()] = true);
      case RESPONSE -> mask[steps.get(0).firstPosition()] = true;
    }
    return mask;
  }

  @Override
  public String toString() {
    return "Trajectory["
        + id
        + ", "
        + tokenIds.length
        + " tokens, "
        + steps.size()
        + " steps, reward "
        + reward()
        + "]";
  }
}
