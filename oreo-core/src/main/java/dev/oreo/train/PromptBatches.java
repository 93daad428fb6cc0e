package dev.oreo.train;

import com.google.common.collect.Iterables;
import com.google.common.collect.Lists;
import dev.oreo.internal.Seeds;
import dev.oreo.trajectory.Example;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Batches of equal size in which the answers to one prompt stand next to each other, so that a
 * backend computes their prompt once.
 *
 * <p>The prompts come in a new random order each epoch, and so do the answers of each. An answer
 * may be the last of a batch and the next one of its prompt the first of the following. Compared
 * with {@link ShuffledBatches}, a batch has fewer prompts, so its gradient is a noisier one.
 *
 * <p>Every example is read once at construction, for its prompt, and again when its batch is due.
 * The order depends on seed and epoch alone. Immutable; thread-safe if the list is.
 *
 * @param <E> kind of example; its prompt is that of its first trajectory
 */
public final class PromptBatches<E extends Example> implements BatchSampler<E> {
  private final ShuffledBatches<E> sizes;
  private final List<E> examples;
  private final List<List<Integer>> prompts;
  private final int batchSize;
  private final long seed;

  /**
   * Creates the batches.
   *
   * @param examples what to train on, at least one; must not change
   * @param batchSize examples per update, at least 1
   * @param dropLast whether an epoch's last batch is left out if it is smaller
   * @param seed of the order
   */
  public PromptBatches(List<E> examples, int batchSize, boolean dropLast, long seed) {
    this.sizes = new ShuffledBatches<>(examples, batchSize, dropLast, seed);
    this.examples = Collections.unmodifiableList(examples);
    this.prompts = List.copyOf(byPrompt(examples));
    this.batchSize = batchSize;
    this.seed = seed;
  }

  private static Collection<List<Integer>> byPrompt(List<? extends Example> examples) {
    Map<IntBuffer, List<Integer>> byPrompt = new LinkedHashMap<>();
    int index = 0;
    for (Example example : examples) {
      IntBuffer prompt = IntBuffer.wrap(example.trajectories().get(0).promptTokenIds());
      byPrompt.computeIfAbsent(prompt, p -> new ArrayList<>()).add(index++);
    }
    return byPrompt.values();
  }

  @Override
  public int updatesPerEpoch() {
    return sizes.updatesPerEpoch();
  }

  @Override
  public Iterable<List<E>> epoch(int epoch) {
    Random random = new Random(Seeds.derive(seed, epoch));
    List<List<Integer>> shuffled = new ArrayList<>(prompts);
    Collections.shuffle(shuffled, random);
    List<Integer> order = new ArrayList<>();
    for (List<Integer> answers : shuffled) {
      List<Integer> own = new ArrayList<>(answers);
      Collections.shuffle(own, random);
      order.addAll(own);
    }
    List<List<Integer>> batches = Lists.partition(order, batchSize).subList(0, updatesPerEpoch());
    return Iterables.transform(batches, batch -> batch.stream().map(examples::get).toList());
  }
}
