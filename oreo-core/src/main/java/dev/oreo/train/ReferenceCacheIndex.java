package dev.oreo.train;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dev.oreo.internal.Checks;
import dev.oreo.trajectory.Trajectory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Where each trajectory's log-probabilities begin in a cache: by content, in the order in which
 * contents first appear in a list. Content is the token ids, and which of them are actions.
 */
final class ReferenceCacheIndex {
  private final Map<HashCode, Long> begins = new HashMap<>();
  private final HashCode dataHash;
  private final long logProbs;

  /** Goes once over the list. */
  ReferenceCacheIndex(List<Trajectory> trajectories) {
    Checks.argument(!trajectories.isEmpty(), "trajectories must not be empty");
    Hasher data = Hashing.sha256().newHasher();
    long next = 0;
    for (Trajectory trajectory : trajectories) {
      HashCode content = contentHash(trajectory);
      if (begins.putIfAbsent(content, next) == null) {
        next += trajectory.actionCount();
        data.putBytes(content.asBytes());
      }
    }
    this.dataHash = data.hash();
    this.logProbs = next;
  }

  private static HashCode contentHash(Trajectory trajectory) {
    boolean[] actions = trajectory.actionMask();
    Hasher hasher = Hashing.sha256().newHasher();
    hasher.putInt(trajectory.length()).putInt(trajectory.tokenId(0));
    for (int p = 0; p < actions.length; p++) {
      hasher.putInt(trajectory.tokenId(p + 1)).putBoolean(actions[p]);
    }
    return hasher.hash();
  }

  /** Of all contents, in order. */
  HashCode dataHash() {
    return dataHash;
  }

  /** Number of different contents. */
  int contents() {
    return begins.size();
  }

  /** Number of action tokens of all contents. */
  long logProbs() {
    return logProbs;
  }

  /** How many log-probabilities stand before a trajectory's; empty if it is not in the list. */
  OptionalLong begin(Trajectory trajectory) {
    Long begin = begins.get(contentHash(trajectory));
    return begin == null ? OptionalLong.empty() : OptionalLong.of(begin);
  }
}
