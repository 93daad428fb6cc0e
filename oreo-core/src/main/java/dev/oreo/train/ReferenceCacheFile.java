package dev.oreo.train;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import com.google.common.io.ByteStreams;
import dev.oreo.internal.AtomicFile;
import dev.oreo.model.ReferencePolicy;
import dev.oreo.objective.Score;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Trajectory;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * The file of a {@link ReferenceLogProbCache}: a header, the log-probabilities, and a checksum of
 * all before it. Numbers are big-endian.
 *
 * <pre>
 * bytes                 content
 * 8                     "oreo.ref"
 * 4                     format version
 * 32                    SHA-256 of the model's fingerprint
 * 32                    SHA-256 of the trajectories' contents
 * 4                     number n of different contents
 * 8                     number m of log-probabilities
 * 8 m                   log-probabilities as doubles, contents in order, action tokens in order
 * 4                     CRC-32C
 * </pre>
 */
final class ReferenceCacheFile {
  private static final long MAGIC =
      ByteBuffer.wrap("oreo.ref".getBytes(StandardCharsets.US_ASCII)).getLong();
  private static final int VERSION = 1;
  private static final int HASH_BYTES = 32;
  private static final int HEADER_BYTES = 8 + 4 + 2 * HASH_BYTES + 4 + 8;
  private static final int CHECKSUM_BYTES = 4;

  /** Trajectories that the reference scores at once. */
  private static final int CHUNK = 64;

  private final Path path;
  private final HashCode model;
  private final ReferenceCacheIndex index;

  ReferenceCacheFile(Path folder, String modelFingerprint, ReferenceCacheIndex index) {
    this.model = Hashing.sha256().hashString(modelFingerprint, StandardCharsets.UTF_8);
    this.index = index;
    HashCode key =
        Hashing.sha256()
            .newHasher()
            .putBytes(model.asBytes())
            .putBytes(index.dataHash().asBytes())
            .hash();
    this.path = folder.resolve(key + ".ref");
  }

  Path path() {
    return path;
  }

  private long length() {
    return HEADER_BYTES + Double.BYTES * index.logProbs() + CHECKSUM_BYTES;
  }

  /** Scores the trajectories and puts the file in place. */
  void write(List<Trajectory> trajectories, ReferencePolicy reference) throws IOException {
    try (AtomicFile file = new AtomicFile(path)) {
      CheckedOutputStream checked = new CheckedOutputStream(file.stream(), new CRC32C());
      DataOutputStream out = new DataOutputStream(checked);
      out.writeLong(MAGIC);
      out.writeInt(VERSION);
      out.write(model.asBytes());
      out.write(index.dataHash().asBytes());
      out.writeInt(index.contents());
      out.writeLong(index.logProbs());
      long written = writeLogProbs(trajectories, reference, out);
      requireLayout(written == index.logProbs());
      out.writeInt((int) checked.getChecksum().getValue());
      file.commit();
    }
  }

  /* A content is written where it first appears: there, and only there, it begins at the end. */
  private long writeLogProbs(
      List<Trajectory> trajectories, ReferencePolicy reference, DataOutputStream out)
      throws IOException {
    long next = 0;
    List<Trajectory> chunk = new ArrayList<>();
    for (Trajectory trajectory : trajectories) {
      long begin = index.begin(trajectory).orElse(Long.MAX_VALUE);
      requireLayout(begin <= next);
      if (begin == next) {
        chunk.add(trajectory);
        next += trajectory.actionCount();
      }
      if (chunk.size() == CHUNK) {
        writeChunk(chunk, reference, out);
        chunk.clear();
      }
    }
    writeChunk(chunk, reference, out);
    return next;
  }

  private void requireLayout(boolean holds) {
    if (!holds) {
      throw new ReferenceCacheException(
          path, "trajectories must be the same each time they are read, got others");
    }
  }

  private void writeChunk(List<Trajectory> chunk, ReferencePolicy reference, DataOutputStream out)
      throws IOException {
    if (chunk.isEmpty()) {
      return;
    }
    for (TrajectoryScores scores :
        reference.scoreAsReference(List.copyOf(chunk), Set.of(Score.REFERENCE_LOG_PROB))) {
      Trajectory trajectory = scores.trajectory();
      double[] logProbs = scores.get(Score.REFERENCE_LOG_PROB);
      boolean[] actions = trajectory.actionMask();
      for (int p = 0; p < actions.length; p++) {
        if (actions[p]) {
          out.writeDouble(finite(logProbs[p], p, trajectory));
        }
      }
    }
  }

  private double finite(double logProb, int position, Trajectory trajectory) {
    if (!Double.isFinite(logProb)) {
      throw new ReferenceCacheException(
          path,
          "REFERENCE_LOG_PROB must be finite, got %s at position %d (trajectory %s)"
              .formatted(logProb, position, trajectory.id()));
    }
    return logProb;
  }

  /** Fails unless the file is whole and is what its name says. Reads it once. */
  void check() throws IOException {
    require(Files.size(path) == length(), "length", length(), Files.size(path));
    try (InputStream file = new BufferedInputStream(Files.newInputStream(path))) {
      CheckedInputStream checked = new CheckedInputStream(file, new CRC32C());
      DataInputStream in = new DataInputStream(checked);
      require(in.readLong() == MAGIC, "first bytes", "oreo.ref", "others");
      int version = in.readInt();
      require(version == VERSION, "format version", VERSION, version);
      requireHash("model", model, in);
      requireHash("data", index.dataHash(), in);
      int contents = in.readInt();
      require(contents == index.contents(), "trajectories", index.contents(), contents);
      long logProbs = in.readLong();
      require(logProbs == index.logProbs(), "log-probs", index.logProbs(), logProbs);
      ByteStreams.skipFully(in, Double.BYTES * index.logProbs());
      int expected = (int) checked.getChecksum().getValue();
      int checksum = in.readInt();
      require(checksum == expected, "checksum", expected, checksum);
    }
  }

  private void requireHash(String subject, HashCode expected, DataInputStream in)
      throws IOException {
    byte[] bytes = new byte[HASH_BYTES];
    in.readFully(bytes);
    HashCode found = HashCode.fromBytes(bytes);
    require(found.equals(expected), subject + " hash", expected, found);
  }

  private void require(boolean holds, String subject, Object expected, Object found) {
    if (!holds) {
      throw new ReferenceCacheException(
          path, "%s must be %s, got %s".formatted(subject, expected, found));
    }
  }

  /** Reads some log-probabilities by their place among all. */
  static double[] read(FileChannel channel, long begin, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * count);
    long at = HEADER_BYTES + Double.BYTES * begin;
    while (bytes.hasRemaining()) {
      int read = channel.read(bytes, at + bytes.position());
      if (read < 0) {
        throw new EOFException("file must keep its length while it is read");
      }
    }
    double[] logProbs = new double[count];
    bytes.flip().asDoubleBuffer().get(logProbs);
    return logProbs;
  }
}
