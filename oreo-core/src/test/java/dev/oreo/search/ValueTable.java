package dev.oreo.search;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.oreo.model.CharTokenizer;
import dev.oreo.model.ValueFunction;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** V of each text; asking for one that is not in the table, or for an end token, is an error. */
final class ValueTable implements ValueFunction {
  private final CharTokenizer tokenizer;
  private final Map<String, Double> values = new HashMap<>();
  final List<List<String>> calls = new ArrayList<>();
  final List<List<String>> forgotten = new ArrayList<>();

  ValueTable(CharTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  @CanIgnoreReturnValue
  ValueTable put(String text, double value) {
    values.put(text, value);
    return this;
  }

  @Override
  public List<TrajectoryScores> score(List<Trajectory> trajectories) {
    throw new AssertionError("a search reads V at the end of states only");
  }

  @Override
  public double[] values(List<int[]> states) {
    List<String> texts = new ArrayList<>();
    for (int[] state : states) {
      if (state[state.length - 1] == tokenizer.endOfTextId()) {
        throw new AssertionError("V is not defined after an end token");
      }
      texts.add(tokenizer.decode(state));
    }
    calls.add(texts);
    return texts.stream().mapToDouble(this::value).toArray();
  }

  @Override
  public void forget(List<int[]> states) {
    forgotten.add(states.stream().map(tokenizer::decode).toList());
  }

  private double value(String text) {
    Double value = values.get(text);
    if (value == null) {
      throw new AssertionError("no value of \"" + text + "\" in the table");
    }
    return value;
  }
}
