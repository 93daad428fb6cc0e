package dev.oreo.djl.internal.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which tokens of sequences lie where, and which are there once. */
final class PrefixTreeTest {

  /** The tokens {@code value, value + 1, ...}. */
  private static int[] run(int value, int length) {
    return IntStream.range(value, value + length).toArray();
  }

  private static int[] join(int[]... parts) {
    return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
  }

  /** The sequence as its branches say it, from the tokens laid out. */
  private static int[] read(PrefixTree tree, int[] laidOut, int lastRow) {
    List<int[]> path = new ArrayList<>();
    int branch = -1;
    int begin = 0;
    for (int b = 0, from = 0; b < tree.branches().size(); b++) {
      if (lastRow >= from) {
        branch = b;
        begin = from;
      }
      from += tree.branches().get(b).length();
    }
    int end = lastRow + 1;
    while (branch >= 0) {
      path.add(0, Arrays.copyOfRange(laidOut, begin, end));
      branch = tree.branches().get(branch).parent();
      begin = 0;
      for (int b = 0; b < branch; b++) {
        begin += tree.branches().get(b).length();
      }
      end = branch < 0 ? 0 : begin + tree.branches().get(branch).length();
    }
    return join(path.toArray(int[][]::new));
  }

  private static void assertHolds(List<int[]> sequences, int size) {
    PrefixTree tree = new PrefixTree(sequences, Integer.MAX_VALUE);
    int[] laidOut = new int[tree.size()];
    for (int s = 0; s < sequences.size(); s++) {
      for (int t = 0; t < sequences.get(s).length; t++) {
        laidOut[tree.row(s, t)] = sequences.get(s)[t];
      }
    }
    assertThat(tree.size()).isEqualTo(size);
    assertThat(tree.branches().stream().mapToInt(PrefixTree.Branch::length).sum()).isEqualTo(size);
    for (int b = 0; b < tree.branches().size(); b++) {
      assertThat(tree.branches().get(b).parent()).isLessThan(b);
    }
    for (int s = 0; s < sequences.size(); s++) {
      int[] sequence = sequences.get(s);
      assertThat(read(tree, laidOut, tree.row(s, sequence.length - 1))).isEqualTo(sequence);
    }
  }

  @Test
  void tree_samplesOfTwoPrompts_holdEachPromptOnce() {
    int[] first = run(0, 20);
    int[] second = run(100, 30);

    assertHolds(
        List.of(
            join(first, run(40, 5)),
            join(second, run(50, 4)),
            join(first, run(60, 6)),
            join(second, run(70, 1))),
        20 + 5 + 6 + 30 + 4 + 1);
  }

  @Test
  void tree_instructionOfSeveralPrompts_isSharedOnTwoLevels() {
    int[] instruction = run(0, 50);
    int[] first = join(instruction, run(100, 20));
    int[] second = join(instruction, run(200, 20));

    assertHolds(
        List.of(join(first, run(1, 3)), join(second, run(2, 4)), join(first, run(9, 2))),
        50 + 20 + 20 + 3 + 4 + 2);
  }

  @Test
  void tree_fewTokensAlike_areNotShared() {
    assertHolds(List.of(join(run(0, 15), run(40, 9)), join(run(0, 15), run(60, 9))), 48);
  }

  @Test
  void tree_sequenceThatIsTheBeginningOfAnother_hasNoBranchOfItsOwn() {
    assertHolds(List.of(run(0, 20), run(0, 35), run(0, 20)), 35);
  }

  @Test
  void tree_sequenceBeyondTheLimit_sharesNothing() {
    List<int[]> sequences =
        List.of(join(run(0, 20), run(50, 5)), run(0, 40), join(run(0, 20), run(70, 5)));

    PrefixTree tree = new PrefixTree(sequences, 30);

    assertThat(tree.size()).isEqualTo(40 + 20 + 5 + 5);
    assertThat(tree.branches()).startsWith(new PrefixTree.Branch(40, -1));
  }

  @Test
  void tree_randomSequences_readAsTheyAre() {
    Random random = new Random(1);
    for (int round = 0; round < 200; round++) {
      List<int[]> sequences = new ArrayList<>();
      for (int s = 0; s <= random.nextInt(8); s++) {
        int[] sequence = run(0, 1 + random.nextInt(90));
        int other = random.nextInt(sequence.length);
        sequence[other] = random.nextInt(3) - 3; // differs from the others there, or not
        sequences.add(sequence);
      }
      assertHolds(sequences, new PrefixTree(sequences, Integer.MAX_VALUE).size());
    }
  }
}
