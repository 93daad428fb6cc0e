package dev.oreo.djl.internal.generate;

import dev.oreo.djl.internal.model.ValueDecodingSession;
import dev.oreo.djl.internal.model.ValueModel;
import dev.oreo.internal.Checks;
import dev.oreo.model.ValueSession;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/** Values that keep what has been read. Equal states of a call are read once. */
public final class CachedValues implements ValueSession {
  private final ValueModel model;
  private final ValueDecodingSession session;
  private final CachedRows rows;
  private boolean open = true;

  /**
   * Opens a session.
   *
   * @param model whose weights must not change while the session is open
   * @param generationTokens as of {@link dev.oreo.djl.ModelOptions}
   */
  public CachedValues(ValueModel model, OptionalInt generationTokens) {
    this.model = model;
    this.session = new ValueDecodingSession(model);
    this.rows = new CachedRows(session.cache(), model.cacheTokens(generationTokens));
  }

  @Override
  public double[] values(List<int[]> states) {
    Checks.state(open, "session must be open to read values, got a closed one");
    int longest = 1;
    Set<IntBuffer> different = new LinkedHashSet<>();
    for (int i = 0; i < states.size(); i++) {
      model.checkState(states.get(i), i);
      longest = Math.max(longest, states.get(i).length);
      different.add(IntBuffer.wrap(states.get(i)));
    }
    List<int[]> once = different.stream().map(IntBuffer::array).toList();
    List<int[]> waiting =
        new ArrayList<>(rows.begin(once, Function.identity(), longest, once.size()));
    Map<IntBuffer, Double> values = new HashMap<>();
    try {
      while (!waiting.isEmpty()) {
        read(waiting, values);
      }
    } finally {
      rows.abandon();
    }
    return states.stream()
        .mapToDouble(state -> Objects.requireNonNull(values.get(IntBuffer.wrap(state))))
        .toArray();
  }

  /** Reads as many of the waiting states as fit into one batch. */
  private void read(List<int[]> waiting, Map<IntBuffer, Double> values) {
    ReadBatch batch = new ReadBatch(rows);
    List<Slot> slots = new ArrayList<>();
    for (Iterator<int[]> states = waiting.iterator();
        states.hasNext() && rows.room() > 0 && !batch.full(); ) {
      int[] state = states.next();
      if (!slots.isEmpty() && rows.displaces(state)) {
        continue;
      }
      Optional<Slot> slot = batch.offer(state);
      if (slot.isPresent()) {
        slots.add(slot.get());
        states.remove();
      }
    }
    float[] read = session.read(batch.segments());
    for (int i = 0; i < read.length; i++) {
      int[] state = batch.segments().get(i).tokens();
      rows.release(slots.get(i), state.clone()); // the caller's array may change
      values.put(IntBuffer.wrap(state), (double) read[i]);
    }
  }

  @Override
  public void forget(List<int[]> states) {
    rows.forget(states);
  }

  @Override
  public long tokensRead() {
    return session.cache().tokensRead();
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      session.close();
    }
  }
}
