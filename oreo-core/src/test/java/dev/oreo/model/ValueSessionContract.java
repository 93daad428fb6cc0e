package dev.oreo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.primitives.Ints;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every backend's {@link ValueSession} must do: give what its value function gives. */
public abstract class ValueSessionContract {
  private static final int TURNS = 20;

  private final OpenedResources opened = new OpenedResources();

  /** For subclasses. */
  protected ValueSessionContract() {}

  /**
   * Returns a new value function, of equal parameters at every call, for states of up to 60 tokens.
   * Closed by the contract if it can be.
   *
   * @param tokens how many its sessions may keep, as far as that can be told
   */
  protected abstract ValueFunction newValueFunction(int tokens);

  /** Opens a session of a value function; closed by the contract, before the value function. */
  protected abstract ValueSession openSession(ValueFunction valueFunction);

  /** Returns the number of token ids. */
  protected abstract int vocabularySize();

  /** Returns how far equal values may lie apart through rounding. */
  protected abstract double tolerance();

  @AfterEach
  final void closeAll() throws Exception {
    opened.closeAll();
  }

  @Test
  void values_conversations_areThoseOfTheValueFunction() {
    assertConversations(10_000, 1);
  }

  @Test
  void values_roomForFewRows_areThoseOfTheValueFunction() {
    assertConversations(4 * ContractConversations.CONTEXT, 2);
    assertConversations(ContractConversations.CONTEXT + 1, 3);
    assertConversations(1, 4);
  }

  private void assertConversations(int tokens, long seed) {
    ValueFunction value = opened.add(newValueFunction(tokens));
    ValueSession session = opened.add(openSession(value));
    ContractConversations conversations = new ContractConversations(vocabularySize(), seed);
    for (int turn = 0; turn < TURNS; turn++) {
      List<int[]> states = conversations.prompts();

      assertSame(value, session, states);

      states.forEach(conversations::add);
    }
  }

  private void assertSame(ValueFunction value, ValueSession session, List<int[]> states) {
    double[] values = session.values(states);
    assertThat(values).hasSameSizeAs(states.toArray());
    for (int i = 0; i < values.length; i++) {
      assertThat(values[i])
          .as("state %d", i)
          .isCloseTo(value.values(List.of(states.get(i)))[0], within(tolerance()));
    }
  }

  @Test
  void values_actionsBehindOneState_areThoseOfTheValueFunction() {
    ValueFunction value = opened.add(newValueFunction(10_000));
    ValueSession session = opened.add(openSession(value));
    ContractConversations random = new ContractConversations(vocabularySize(), 5);
    int[] state = random.tokens(8);
    for (int turn = 0; turn < 2; turn++) {
      state = Ints.concat(state, random.tokens(18));
      List<int[]> actions = new ArrayList<>(List.of(state, state));
      for (int a = 0; a < 5; a++) {
        actions.add(Ints.concat(state, random.tokens(1 + a % 3)));
      }

      assertSame(value, session, actions);

      state = actions.get(4);
    }
  }

  @Test
  void values_stateArrayChangedLater_isNotSeen() {
    ValueFunction value = opened.add(newValueFunction(10_000));
    ValueSession session = opened.add(openSession(value));
    int[] state = new ContractConversations(vocabularySize(), 6).tokens(12);
    assertSame(value, session, List.of(state));

    for (int i = 0; i < state.length; i++) {
      state[i] = (state[i] + 1) % vocabularySize();
    }

    assertSame(value, session, List.of(state));
  }

  @Test
  void tokensRead_stateThatGoesOn_countsWhatIsNewAndMayCountAll() {
    ValueSession session = opened.add(openSession(opened.add(newValueFunction(10_000))));
    ContractConversations random = new ContractConversations(vocabularySize(), 7);
    int[] state = random.tokens(20);
    assertThat(session.tokensRead()).isZero();

    assertThat(session.values(List.of(state))).hasSize(1);
    assertThat(session.tokensRead()).isEqualTo(20);

    assertThat(session.values(List.of(Ints.concat(state, random.tokens(4))))).hasSize(1);
    assertThat(session.tokensRead()).isBetween(24L, 44L);
  }

  @Test
  void values_nothing_givesNothing() {
    assertThat(opened.add(openSession(opened.add(newValueFunction(100)))).values(List.of()))
        .isEmpty();
  }

  @Test
  void values_tokenOutsideTheVocabularyOrNoToken_isRejected() {
    ValueFunction value = opened.add(newValueFunction(100));
    ValueSession session = opened.add(openSession(value));
    for (int bad : new int[] {-1, vocabularySize()}) {
      assertThatThrownBy(() -> session.values(List.of(new int[] {0}, new int[] {0, bad})))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(String.valueOf(bad));
    }
    assertThatThrownBy(() -> session.values(List.of(new int[0])))
        .isInstanceOf(IllegalArgumentException.class);

    assertSame(value, session, List.of(new int[] {0, 1}));
  }

  @Test
  void values_closedSession_isRejected() {
    ValueSession session = openSession(opened.add(newValueFunction(100)));
    session.close();
    session.close();

    assertThatThrownBy(() -> session.values(List.of(new int[] {0})))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("session must be open to read values, got a closed one");
  }
}
