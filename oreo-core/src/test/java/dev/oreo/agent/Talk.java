package dev.oreo.agent;

import dev.oreo.environment.Environment;
import dev.oreo.environment.EnvironmentState;
import dev.oreo.model.ChatMessage;
import dev.oreo.model.ChatTemplate;
import dev.oreo.model.Generation;
import dev.oreo.model.Generation.FinishReason;
import dev.oreo.model.TokenizedText;
import dev.oreo.model.Tokenizer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A small world to talk about: a tokenizer of characters, ChatML by hand, a counting game. */
final class Talk {
  /** Every character is a token, its code the id; {@code $} ends a turn. */
  static final Tokenizer TOKENIZER =
      new Tokenizer() {
        @Override
        public TokenizedText encodePrompt(String text) {
          return encode(text);
        }

        @Override
        public TokenizedText encode(String text) {
          return new TokenizedText(
              text.chars().toArray(), IntStream.range(0, text.length()).toArray());
        }

        @Override
        public String decode(int[] tokenIds) {
          return IntStream.of(tokenIds)
              .filter(id -> id != '$')
              .mapToObj(Character::toString)
              .collect(Collectors.joining());
        }

        @Override
        public int endOfTextId() {
          return '$';
        }
      };

  /** {@code <u>text$\n} and {@code <a>text$\n}. */
  static final ChatTemplate TEMPLATE =
      (messages, prompt) ->
          messages.stream().map(Talk::written).collect(Collectors.joining())
              + (prompt ? "<a>" : "");

  /** The user says what the environment says; an action is what stands behind {@code do }. */
  static final AgentProtocol PROTOCOL =
      new AgentProtocol() {
        @Override
        public List<ChatMessage> opening(String introduction) {
          return List.of(new ChatMessage("user", introduction));
        }

        @Override
        public String observation(String feedback) {
          return feedback;
        }

        @Override
        public String invalidReply() {
          return "what?";
        }

        @Override
        public Optional<String> action(String reply) {
          return reply.startsWith("do ") ? Optional.of(reply.substring(3)) : Optional.empty();
        }
      };

  private Talk() {}

  private static String written(ChatMessage message) {
    return "<" + message.role().charAt(0) + ">" + message.content() + "$\n";
  }

  /** What tokens stand for, end tokens shown. */
  static String text(int[] tokenIds) {
    return IntStream.of(tokenIds).mapToObj(Character::toString).collect(Collectors.joining());
  }

  /** A turn that ended itself. */
  static Generation turn(String text) {
    return new Generation((text + "$").chars().toArray(), text, FinishReason.EOS);
  }

  /** A turn that was cut at the limit. */
  static Generation cutTurn(String text) {
    return new Generation(text.chars().toArray(), text, FinishReason.LENGTH);
  }

  /** Won, with reward 1, once {@code add} was done as often as {@code goal} says. */
  static Environment counter(int goal) {
    return () -> new Count(0, goal, "n=0");
  }

  private record Count(int n, int goal, String observation) implements EnvironmentState {
    @Override
    public List<String> actions() {
      return List.of("add");
    }

    @Override
    public double reward() {
      return done() ? 1 : 0;
    }

    @Override
    public boolean done() {
      return n == goal;
    }

    @Override
    public EnvironmentState step(String action) {
      if (done()) {
        throw new IllegalStateException("the game has ended");
      }
      return action.equals("add")
          ? new Count(n + 1, goal, "n=" + (n + 1))
          : new Count(n, goal, "no");
    }
  }
}
