package dev.oreo.train;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dev.oreo.trajectory.Example;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a batch is known by: another order, seed or data set gives another one.
 *
 * @param sha256 of the trajectories' ids, tokens, steps and rewards, in order
 * @param trajectories their ids, for a message
 */
record BatchMark(String sha256, List<String> trajectories) {
  BatchMark {
    trajectories = List.copyOf(trajectories);
  }

  static BatchMark of(List<? extends Example> batch) {
    List<Trajectory> all = MicroBatches.trajectories(batch);
    Hasher hasher = Hashing.sha256().newHasher();
    for (Trajectory trajectory : all) {
      hasher.putInt(trajectory.id().length()).putString(trajectory.id(), StandardCharsets.UTF_8);
      hasher.putInt(trajectory.length());
      for (int id : trajectory.tokenIds()) {
        hasher.putInt(id);
      }
      hasher.putInt(trajectory.steps().size()).putBoolean(trajectory.truncated());
      for (Step step : trajectory.steps()) {
        hasher.putInt(step.start()).putInt(step.end()).putDouble(step.reward());
      }
    }
    return new BatchMark(hasher.hash().toString(), all.stream().map(Trajectory::id).toList());
  }
}
