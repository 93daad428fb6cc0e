package dev.oreo.data;

import com.google.common.primitives.ImmutableIntArray;
import com.google.common.primitives.ImmutableLongArray;
import dev.oreo.internal.Checks;
import dev.oreo.trajectory.Example;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * A data file whose rows are read when they are asked for, so that it may be larger than memory.
 *
 * <p>Opening it checks every row once, as reading the whole file does, and keeps the places of
 * those taken: 20 bytes a row. {@link #examples} then reads, parses and tokenizes a row each time
 * it is asked for it and keeps nothing. A file that changed since fails at the next row asked for.
 *
 * <p>Thread-safe if the tokenizer, and the chat template where there is one, are. Interrupting a
 * thread while it reads closes the file for all. The tokenizer is the caller's to keep open.
 *
 * @param <E> kind of example
 */
public final class IndexedFile<E extends Example> implements AutoCloseable {
  private final RowFile<E> file;
  private final Places places;
  private final RowTally tally;
  private final Stamp stamp;
  private final FileChannel channel;
  private final List<E> examples = new Examples();

  private IndexedFile(
      RowFile<E> file, Places places, RowTally tally, Stamp stamp, FileChannel channel) {
    this.file = file;
    this.places = places;
    this.tally = tally;
    this.stamp = stamp;
    this.channel = channel;
  }

  static <E extends Example> IndexedFile<E> open(RowFile<E> file) throws IOException {
    Stamp stamp = Stamp.of(file.path());
    ImmutableLongArray.Builder starts = ImmutableLongArray.builder();
    ImmutableLongArray.Builder lines = ImmutableLongArray.builder();
    ImmutableIntArray.Builder lengths = ImmutableIntArray.builder();
    RowTally tally =
        file.forEach(
            (row, at) -> {
              starts.add(at.start());
              lengths.add(at.length());
              lines.add(at.number());
            });
    Places places = new Places(starts.build(), lengths.build(), lines.build());
    FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ);
    IndexedFile<E> opened = new IndexedFile<>(file, places, tally, stamp, channel);
    try {
      opened.requireUnchanged();
      return opened;
    } catch (IOException | DataChangedException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Returns the rows taken, in the file's order: an unmodifiable list with random access that reads
   * a row each time it is asked for it.
   *
   * <p>Its {@code get} throws {@link IllegalStateException} once this is closed, {@link
   * DataChangedException} if the file's size or time of modification is not what it was, and {@link
   * UncheckedIOException} if the file cannot be read.
   *
   * @return as many as rows were taken
   */
  public List<E> examples() {
    return examples;
  }

  /**
   * Returns how many rows were left out.
   *
   * @return by reason; reasons without rows are absent
   */
  public Map<DropReason, Integer> dropped() {
    return DropCounts.copyOf(tally.dropped());
  }

  /**
   * Returns the number of rows left out.
   *
   * @return the sum over reasons
   */
  public int droppedCount() {
    return DropCounts.total(tally.dropped());
  }

  /**
   * Returns the number of rows taken that are cut to the limit.
   *
   * @return at least 0
   */
  public int truncated() {
    return tally.truncated();
  }

  /** Closes the file; the rows cannot be read any more. */
  @Override
  public void close() throws IOException {
    channel.close();
  }

  private E example(int index) {
    Checks.state(
        channel.isOpen(), "file must be open to be read, got a closed one (%s)", file.path());
    try {
      requireUnchanged();
      return file.example(places.lines.get(index), bytes(index));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void requireUnchanged() throws IOException {
    Stamp now = Stamp.of(file.path());
    if (!now.equals(stamp)) {
      throw new DataChangedException(file.path(), stamp.toString(), now.toString());
    }
  }

  private ByteBuffer bytes(int index) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(places.lengths.get(index));
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, places.starts.get(index) + bytes.position()) < 0) {
        throw new EOFException(
            "%s:%d: file must hold the whole row, got its end"
                .formatted(file.path(), places.lines.get(index)));
      }
    }
    return bytes.flip();
  }

  /** Where the rows taken are: first byte, number of bytes, line. */
  private record Places(
      ImmutableLongArray starts, ImmutableIntArray lengths, ImmutableLongArray lines) {}

  /** What changes when a file is written to. */
  private record Stamp(long size, FileTime modified) {
    static Stamp of(Path file) throws IOException {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(attributes.size(), attributes.lastModifiedTime());
    }

    @Override
    public String toString() {
      return size + " bytes of " + modified;
    }
  }

  private final class Examples extends AbstractList<E> implements RandomAccess {
    @Override
    public E get(int index) {
      return example(Objects.checkIndex(index, size()));
    }

    @Override
    public int size() {
      return places.starts.length();
    }
  }
}
