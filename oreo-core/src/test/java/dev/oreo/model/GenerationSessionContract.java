package dev.oreo.model;

import static dev.oreo.model.ContractConversations.CONTEXT;
import static dev.oreo.model.ContractConversations.NEW_TOKENS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.primitives.Ints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every backend's {@link GenerationSession} must do: give what its plain generator gives. */
public abstract class GenerationSessionContract {
  private static final int TURNS = 12;
  private static final GenerationConfig SAMPLED = GenerationConfig.sampling(1);

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
    assertConversations(SAMPLED, 10_000, 2);
    assertConversations(new GenerationConfig(0.8, 3, 0.9, List.of()), 10_000, 3);
  }

  @Test
  void generate_roomForFewRows_givesWhatThePlainGeneratorGives() {
    assertConversations(SAMPLED, 4 * CONTEXT, 4);
    assertConversations(SAMPLED, CONTEXT + 1, 5);
    assertConversations(GenerationConfig.GREEDY, 1, 6);
  }

  private void assertConversations(GenerationConfig config, int tokens, long seed) {
    TextGenerator plain = opened.add(newGenerator(10_000));
    GenerationSession session = opened.add(openSession(opened.add(newGenerator(tokens))));
    ContractConversations conversations = new ContractConversations(vocabularySize(), seed);
    for (int turn = 0; turn < TURNS; turn++) {
      List<GenerationRequest> requests = conversations.requests();

      List<Generation> drawn = assertSame(plain, session, requests, config);

      for (int i = 0; i < drawn.size(); i++) {
        int[] prompt = requests.get(i).promptTokenIds();
        conversations.add(Ints.concat(prompt, drawn.get(i).tokenIds()));
      }
    }
  }

  /** Compares with the plain generator, which is asked for one continuation at a time. */
  private static List<Generation> assertSame(
      TextGenerator plain,
      GenerationSession session,
      List<GenerationRequest> requests,
      GenerationConfig config) {
    List<Generation> drawn = session.generate(requests, config);
    assertThat(drawn).hasSameSizeAs(requests);
    for (int i = 0; i < drawn.size(); i++) {
      Generation expected = plain.generate(requests.subList(i, i + 1), config).get(0);
      assertThat(drawn.get(i).tokenIds()).as("request %d", i).isEqualTo(expected.tokenIds());
      assertThat(drawn.get(i).text()).isEqualTo(expected.text());
      assertThat(drawn.get(i).finishReason()).isEqualTo(expected.finishReason());
    }
    return drawn;
  }

  @Test
  void generate_rowsThatEndFarApart_givesWhatThePlainGeneratorGives() {
    TextGenerator plain = opened.add(newGenerator(10_000));
    GenerationSession session = opened.add(openSession(plain));
    ContractConversations random = new ContractConversations(vocabularySize(), 7);
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < 60; i++) { // enough that some do not draw the end token for long
      requests.add(new GenerationRequest(random.tokens(2 + i % 5), CONTEXT - 7, i));
    }

    List<Generation> drawn = assertSame(plain, session, requests, SAMPLED);
    assertThat(drawn).anySatisfy(row -> assertThat(row.tokenIds()).hasSizeGreaterThan(40));

    List<GenerationRequest> halves = new ArrayList<>(); // of what lies where rows have gone on
    for (int i = 0; i < drawn.size(); i += 2) {
      int[] all = Ints.concat(requests.get(i).promptTokenIds(), drawn.get(i).tokenIds());
      halves.add(new GenerationRequest(Arrays.copyOf(all, 1 + all.length / 2), NEW_TOKENS, i));
      halves.add(new GenerationRequest(Arrays.copyOf(all, all.length - 1), 1, i));
    }
    assertSame(plain, session, halves, SAMPLED);
  }

  @Test
  void generate_newPromptsThatBeginAlike_givesWhatThePlainGeneratorGives() {
    TextGenerator plain = opened.add(newGenerator(10_000));
    GenerationSession session = opened.add(openSession(plain));
    ContractConversations random = new ContractConversations(vocabularySize(), 8);
    int[] beginning = random.tokens(30);
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      int[] prompt = Ints.concat(beginning, random.tokens(i / 2));
      requests.add(new GenerationRequest(prompt, NEW_TOKENS, i));
    }

    assertSame(plain, session, requests, SAMPLED);
  }

  @Test
  void generate_longerRowsThanBefore_givesWhatThePlainGeneratorGives() {
    TextGenerator plain = opened.add(newGenerator(10_000));
    GenerationSession session = opened.add(openSession(opened.add(newGenerator(120))));
    ContractConversations random = new ContractConversations(vocabularySize(), 9);
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      requests.add(new GenerationRequest(random.tokens(14), NEW_TOKENS, i)); // 6 of 20 fit
    }
    List<Generation> drawn = assertSame(plain, session, requests, SAMPLED);
    assertSame(plain, session, requests.subList(4, 6), SAMPLED); // the last two are kept

    for (int round = 0; round < 2; round++) { // 2 of 60 fit
      for (int i = 5; i >= 0; i--) {
        int[] row = Ints.concat(requests.get(i).promptTokenIds(), drawn.get(i).tokenIds());
        int limit = CONTEXT - row.length;
        assertSame(plain, session, List.of(new GenerationRequest(row, limit, i)), SAMPLED);
      }
    }
  }

  @Test
  @Timeout(60) // a row that is put off and forgotten would be waited for
  void generate_rowsThatOutgrowTheirRoom_givesWhatThePlainGeneratorGives() {
    TextGenerator plain = opened.add(newGenerator(10_000));
    GenerationSession session = opened.add(openSession(opened.add(newGenerator(3 * CONTEXT))));
    ContractConversations random = new ContractConversations(vocabularySize(), 10);
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < 40; i++) { // ten of them at first, three in the end
      requests.add(new GenerationRequest(random.tokens(3 + i % 2), CONTEXT - 7, i));
    }

    List<Generation> drawn = assertSame(plain, session, requests, SAMPLED);

    assertThat(drawn).anySatisfy(row -> assertThat(row.tokenIds()).hasSizeGreaterThan(40));
  }

  @Test
  void tokensRead_rowThatGoesOn_countsWhatIsNewAndMayCountAll() {
    GenerationSession session = opened.add(openSession(opened.add(newGenerator(10_000))));
    ContractConversations random = new ContractConversations(vocabularySize(), 11);
    int[] prompt = random.tokens(20);
    assertThat(session.tokensRead()).isZero();

    Generation first = session.generate(request(prompt), SAMPLED).get(0);
    long before = session.tokensRead();
    assertThat(before).isEqualTo(prompt.length + first.tokenIds().length - 1);

    int[] longer = Ints.concat(prompt, first.tokenIds(), random.tokens(4));
    Generation second = session.generate(request(longer), SAMPLED).get(0);
    assertThat(session.tokensRead() - before)
        .isBetween(
            1L + 4 + second.tokenIds().length - 1, longer.length + second.tokenIds().length - 1L);
  }

  private static List<GenerationRequest> request(int[] prompt) {
    return List.of(new GenerationRequest(prompt, NEW_TOKENS, 1));
  }

  @Test
  @Timeout(60) // a slot that a failure leaves taken would be waited for
  void generate_afterFailures_givesWhatThePlainGeneratorGives() {
    TextGenerator plain = opened.add(newGenerator(10_000));
    GenerationSession session = opened.add(openSession(opened.add(newGenerator(CONTEXT))));
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      int[] prompt = new ContractConversations(vocabularySize(), i / 2).tokens(9);
      requests.add(new GenerationRequest(prompt, 1 + i, i));
    }
    session.generate(requests.subList(0, 2), SAMPLED);

    for (int failure = 0; failure < 5; failure++) {
      assertThatThrownBy(
              () ->
                  session.generate(
                      requests,
                      SAMPLED,
                      (request, generation) -> {
                        throw new IllegalStateException("enough");
                      }))
          .hasMessage("enough");
    }
    List<GenerationRequest> outside =
        List.of(new GenerationRequest(new int[] {0, vocabularySize()}, 1, 0));
    assertThatThrownBy(() -> session.generate(outside, SAMPLED))
        .isInstanceOf(IllegalArgumentException.class);

    assertSame(plain, session, requests, SAMPLED);
  }

  @Test
  void generate_promptArrayChangedLater_isNotSeen() {
    TextGenerator plain = opened.add(newGenerator(10_000));
    GenerationSession session = opened.add(openSession(plain));
    int[] prompt = new ContractConversations(vocabularySize(), 1).tokens(12);
    session.generate(List.of(new GenerationRequest(prompt, 2, 0)), SAMPLED);

    for (int i = 0; i < prompt.length; i++) {
      prompt[i] = (prompt[i] + 1) % vocabularySize();
    }

    List<GenerationRequest> changed = List.of(new GenerationRequest(prompt, 6, 0));
    assertSame(plain, session, changed, SAMPLED);
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
