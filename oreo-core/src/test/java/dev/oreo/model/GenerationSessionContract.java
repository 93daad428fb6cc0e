package dev.oreo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.primitives.Ints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every backend's {@link GenerationSession} must do: give what its plain generator gives. */
public abstract class GenerationSessionContract {
  private static final int TURNS = 15;
  private static final int KNOWN_ROWS = 10;

  /** Longest prompt and continuation. */
  private static final int CONTEXT = 60;

  private static final int NEW_TOKENS = 6;

  private final OpenedResources opened = new OpenedResources();

  /** For subclasses. */
  protected GenerationSessionContract() {}

  /**
   * Returns a new generator, of equal policies at every call, for prompts and continuations of up
   * to 60 tokens together. Closed by the contract if it can be.
   *
   * @param tokens how many its sessions may keep, as far as that can be told
   */
  protected abstract TextGenerator newGenerator(int tokens);

  /** Opens a session of a generator; closed by the contract, before the generator. */
  protected abstract GenerationSession openSession(TextGenerator generator);

  /** Returns the number of token ids. */
  protected abstract int vocabularySize();

  @AfterEach
  final void closeAll() throws Exception {
    opened.closeAll();
  }

  @Test
  void generate_greedyConversations_givesWhatThePlainGeneratorGives() {
    assertConversations(GenerationConfig.GREEDY, 10_000, 1);
  }

  @Test
  void generate_sampledConversations_givesWhatThePlainGeneratorGives() {
    assertConversations(GenerationConfig.sampling(1), 10_000, 2);
    assertConversations(new GenerationConfig(0.8, 3, 0.9, List.of()), 10_000, 3);
  }

  @Test
  void generate_roomForFewRows_givesWhatThePlainGeneratorGives() {
    assertConversations(GenerationConfig.sampling(1), 4 * CONTEXT, 4);
    assertConversations(GenerationConfig.sampling(1), CONTEXT + 1, 5);
    assertConversations(GenerationConfig.GREEDY, 1, 6);
  }

  private void assertConversations(GenerationConfig config, int tokens, long seed) {
    TextGenerator plain = opened.add(newGenerator(10_000));
    GenerationSession session = opened.add(openSession(opened.add(newGenerator(tokens))));
    Random random = new Random(seed);
    List<int[]> rows = new ArrayList<>(List.of(tokens(random, 3), tokens(random, 9)));
    for (int turn = 0; turn < TURNS; turn++) {
      List<GenerationRequest> requests = requests(rows, random);

      List<Generation> expected = plain.generate(requests, config);
      List<Generation> actual = session.generate(requests, config);

      assertThat(actual).hasSameSizeAs(expected);
      for (int i = 0; i < actual.size(); i++) {
        int[] drawn = expected.get(i).tokenIds();
        assertThat(actual.get(i).tokenIds()).as("turn %d, request %d", turn, i).isEqualTo(drawn);
        assertThat(actual.get(i).text()).isEqualTo(expected.get(i).text());
        assertThat(actual.get(i).finishReason()).isEqualTo(expected.get(i).finishReason());
        rows.add(Ints.concat(requests.get(i).promptTokenIds(), drawn));
      }
      while (rows.size() > KNOWN_ROWS) {
        rows.remove(random.nextInt(rows.size()));
      }
    }
  }

  /** A few prompts, some of them several times. */
  private List<GenerationRequest> requests(List<int[]> rows, Random random) {
    List<GenerationRequest> requests = new ArrayList<>();
    int prompts = 1 + random.nextInt(5);
    for (int p = 0; p < prompts; p++) {
      int[] prompt = prompt(rows.get(random.nextInt(rows.size())), random);
      int samples = random.nextInt(3) == 0 ? 3 : 1;
      for (int s = 0; s < samples; s++) {
        requests.add(
            new GenerationRequest(prompt, 1 + random.nextInt(NEW_TOKENS), random.nextLong()));
      }
    }
    return requests;
  }

  /** A row again, its beginning, or either of them with something new. */
  private int[] prompt(int[] row, Random random) {
    int[] kept = random.nextInt(3) == 0 ? Arrays.copyOf(row, 1 + random.nextInt(row.length)) : row;
    int[] prompt =
        random.nextInt(4) == 0 ? kept : Ints.concat(kept, tokens(random, 1 + random.nextInt(20)));
    return Arrays.copyOf(prompt, Math.min(prompt.length, CONTEXT - NEW_TOKENS));
  }

  private int[] tokens(Random random, int count) {
    return random.ints(count, 0, vocabularySize()).toArray();
  }

  @Test
  void generate_rowsThatEndFarApart_givesWhatThePlainGeneratorGives() {
    TextGenerator plain = opened.add(newGenerator(10_000));
    GenerationSession session = opened.add(openSession(plain));
    Random random = new Random(7);
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < 60; i++) { // enough that some do not draw the end token for long
      requests.add(new GenerationRequest(tokens(random, 2 + i % 5), CONTEXT - 7, i));
    }

    List<Generation> drawn = assertSame(plain, session, requests);
    assertThat(drawn).anySatisfy(row -> assertThat(row.tokenIds()).hasSizeGreaterThan(40));

    List<GenerationRequest> halves = new ArrayList<>(); // of what lies where rows have gone on
    for (int i = 0; i < drawn.size(); i++) {
      int[] all = Ints.concat(requests.get(i).promptTokenIds(), drawn.get(i).tokenIds());
      halves.add(new GenerationRequest(Arrays.copyOf(all, 1 + all.length / 2), NEW_TOKENS, i));
      halves.add(new GenerationRequest(Arrays.copyOf(all, all.length - 1), 1, i));
    }
    assertSame(plain, session, halves);
  }

  @Test
  void generate_newPromptsThatBeginAlike_givesWhatThePlainGeneratorGives() {
    TextGenerator plain = opened.add(newGenerator(10_000));
    GenerationSession session = opened.add(openSession(plain));
    Random random = new Random(8);
    int[] beginning = tokens(random, 30);
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      int[] prompt = Ints.concat(beginning, tokens(random, i / 2));
      requests.add(new GenerationRequest(prompt, NEW_TOKENS, i));
    }

    assertSame(plain, session, requests);
  }

  private static List<Generation> assertSame(
      TextGenerator plain, GenerationSession session, List<GenerationRequest> requests) {
    GenerationConfig config = GenerationConfig.sampling(1);
    List<Generation> expected = plain.generate(requests, config);
    List<Generation> actual = session.generate(requests, config);
    for (int i = 0; i < actual.size(); i++) {
      assertThat(actual.get(i).tokenIds())
          .as("request %d", i)
          .isEqualTo(expected.get(i).tokenIds());
    }
    return expected;
  }

  @Test
  void generate_longerRowsThanBefore_givesWhatThePlainGeneratorGives() {
    TextGenerator plain = opened.add(newGenerator(10_000));
    GenerationSession session = opened.add(openSession(opened.add(newGenerator(120))));
    Random random = new Random(9);
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      requests.add(new GenerationRequest(tokens(random, 14), NEW_TOKENS, i)); // 6 of 20 fit
    }
    List<Generation> drawn = assertSame(plain, session, requests);
    assertSame(plain, session, requests.subList(4, 6)); // the last two are kept

    for (int round = 0; round < 2; round++) { // 2 of 60 fit
      for (int i = 5; i >= 0; i--) {
        int[] row = Ints.concat(requests.get(i).promptTokenIds(), drawn.get(i).tokenIds());
        int limit = CONTEXT - row.length;
        assertSame(plain, session, List.of(new GenerationRequest(row, limit, i)));
      }
    }
  }

  @Test
  @Timeout(60) // a slot that a failure leaves taken would be waited for
  void generate_afterFailures_givesWhatThePlainGeneratorGives() {
    TextGenerator plain = opened.add(newGenerator(10_000));
    GenerationSession session = opened.add(openSession(opened.add(newGenerator(CONTEXT))));
    GenerationConfig config = GenerationConfig.sampling(1);
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      requests.add(new GenerationRequest(tokens(new Random(i / 2), 9), 1 + i, i));
    }
    session.generate(requests.subList(0, 2), config);

    for (int failure = 0; failure < 5; failure++) {
      assertThatThrownBy(
              () ->
                  session.generate(
                      requests,
                      config,
                      (request, generation) -> {
                        throw new IllegalStateException("enough");
                      }))
          .hasMessage("enough");
    }
    List<GenerationRequest> outside =
        List.of(new GenerationRequest(new int[] {0, vocabularySize()}, 1, 0));
    assertThatThrownBy(() -> session.generate(outside, config))
        .isInstanceOf(IllegalArgumentException.class);

    assertSame(plain, session, requests);
  }

  @Test
  void generate_promptArrayChangedLater_isNotSeen() {
    TextGenerator plain = opened.add(newGenerator(10_000));
    GenerationSession session = opened.add(openSession(plain));
    int[] prompt = tokens(new Random(1), 12);
    session.generate(List.of(new GenerationRequest(prompt, 2, 0)), GenerationConfig.GREEDY);

    for (int i = 0; i < prompt.length; i++) {
      prompt[i] = (prompt[i] + 1) % vocabularySize();
    }

    List<GenerationRequest> changed = List.of(new GenerationRequest(prompt, 6, 0));
    assertThat(session.generate(changed, GenerationConfig.GREEDY).get(0).tokenIds())
        .isEqualTo(plain.generate(changed, GenerationConfig.GREEDY).get(0).tokenIds());
  }

  @Test
  void generate_closedSession_isRejected() {
    GenerationSession session = openSession(opened.add(newGenerator(100)));
    session.close();
    session.close();

    List<GenerationRequest> one = List.of(new GenerationRequest(new int[] {0}, 1, 0));
    assertThatThrownBy(() -> session.generate(one, GenerationConfig.GREEDY))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("session must be open to generate, got a closed one");
  }
}
