package dev.oreo.data;

import dev.oreo.internal.Checks;
import dev.oreo.trajectory.StepSegmenter;
import java.util.OptionalDouble;

/**
 * How {@link TrajectoryReader}, {@link LabeledReader}, {@link PreferenceReader} and {@link
 * MessagesReader} read rows.
 *
 * @param segmenter cuts answers without spans of their own into steps; turns of a conversation are
 *     steps already
 * @param maxLength most tokens of a row, prompt included, at least 2; the paper's scripts use 2048
 * @param overlong what to do with rows of more tokens
 * @param skipInvalid whether rows that would be an error are left out and counted instead
 * @param requireReward whether a row without reward or label is an error; else its reward is 0. The
 *     rewards of a pair are never required
 * @param allowEmptyResponse whether a text answer of no characters is the end of text token alone
 *     (of a turn: what the template ends it with), as scoring wants it; else it is an error, since
 *     nothing can be learnt from it
 */
public record TrajectoryReaderOptions(
    StepSegmenter segmenter,
    int maxLength,
    OverlongRows overlong,
    boolean skipInvalid,
    boolean requireReward,
    boolean allowEmptyResponse) {

  /** One step per response, 2048 tokens, and an error for every row that does not fit. */
  public static final TrajectoryReaderOptions DEFAULT =
      new TrajectoryReaderOptions(
          StepSegmenter.WHOLE, 2048, OverlongRows.ERROR, false, true, false);

  /** Checks the limit. {@inheritDoc} */
  public TrajectoryReaderOptions {
    Checks.argument(maxLength >= 2, "maxLength must be >= 2, got %d", maxLength);
  }

  /**
   * Returns this with another segmenter.
   *
   * @param segmenter cuts responses without {@code "steps"} into steps
   * @return a copy
   */
  public TrajectoryReaderOptions withSegmenter(StepSegmenter segmenter) {
    return new TrajectoryReaderOptions(
        segmenter, maxLength, overlong, skipInvalid, requireReward, allowEmptyResponse);
  }

  /**
   * Returns this with another limit.
   *
   * @param maxLength most tokens of a row, prompt included, at least 2
   * @return a copy
   */
  public TrajectoryReaderOptions withMaxLength(int maxLength) {
    return new TrajectoryReaderOptions(
        segmenter, maxLength, overlong, skipInvalid, requireReward, allowEmptyResponse);
  }

  /**
   * Returns this with another treatment of rows over the limit.
   *
   * @param overlong what to do with them
   * @return a copy
   */
  public TrajectoryReaderOptions withOverlong(OverlongRows overlong) {
    return new TrajectoryReaderOptions(
        segmenter, maxLength, overlong, skipInvalid, requireReward, allowEmptyResponse);
  }

  /**
   * Returns this with another treatment of invalid rows.
   *
   * @param skipInvalid whether they are left out and counted rather than an error
   * @return a copy
   */
  public TrajectoryReaderOptions withSkipInvalid(boolean skipInvalid) {
    return new TrajectoryReaderOptions(
        segmenter, maxLength, overlong, skipInvalid, requireReward, allowEmptyResponse);
  }

  /**
   * Returns this with another treatment of rows without reward.
   *
   * @param requireReward whether they are an error; else their reward is 0
   * @return a copy
   */
  public TrajectoryReaderOptions withRequireReward(boolean requireReward) {
    return new TrajectoryReaderOptions(
        segmenter, maxLength, overlong, skipInvalid, requireReward, allowEmptyResponse);
  }

  /**
   * Returns this with another treatment of empty responses.
   *
   * @param allowEmptyResponse whether a text response of no characters is the end of text token
   *     alone
   * @return a copy
   */
  public TrajectoryReaderOptions withAllowEmptyResponse(boolean allowEmptyResponse) {
    return new TrajectoryReaderOptions(
        segmenter, maxLength, overlong, skipInvalid, requireReward, allowEmptyResponse);
  }

  /** Whether a row with this problem is left out and counted, rather than an error. */
  boolean drops(DropReason reason) {
    boolean isOverlong = reason == DropReason.PROMPT_TOO_LONG || reason == DropReason.TOO_LONG;
    return skipInvalid || (isOverlong && overlong == OverlongRows.DROP);
  }

  /** The reward of a row that has none; empty if that is an error. */
  OptionalDouble absentReward() {
    return requireReward ? OptionalDouble.empty() : OptionalDouble.of(0);
  }
}
