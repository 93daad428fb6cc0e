package dev.oreo.examples.benchmark;

import dev.oreo.verify.AnswerVerifier;
import dev.oreo.verify.Verdict;
import java.util.Locale;
import java.util.function.Supplier;

/** How two answers are handed to a verifier. */
enum AnswerForm {
  /** As two plain answers. */
  PLAIN {
    @Override
    Supplier<Verdict> judgement(AnswerVerifier verifier, AnswerPair pair) {
      return () -> verifier.compare(pair.prediction(), pair.reference());
    }
  },
  /** Each as a whole text with nothing around it. */
  BARE {
    @Override
    Supplier<Verdict> judgement(AnswerVerifier verifier, AnswerPair pair) {
      return () -> verifier.verify(pair.prediction(), pair.reference());
    }
  },
  /** In a box, to a question that asks for several answers. */
  BOXED {
    @Override
    Supplier<Verdict> judgement(AnswerVerifier verifier, AnswerPair pair) {
      String response = "So we have \\boxed{" + pair.prediction() + "}.";
      String solution = "Thus it is $\\boxed{" + pair.reference() + "}$.";
      return () -> verifier.verify("Enter them separated by commas.", response, solution);
    }
  },
  /** Behind the words that point answers out. */
  WORDS {
    @Override
    Supplier<Verdict> judgement(AnswerVerifier verifier, AnswerPair pair) {
      String response = "The answer is $" + pair.prediction() + "$.";
      String solution = "The answer is " + pair.reference();
      return () -> verifier.verify(response, solution);
    }
  },
  /** Behind the mark of GSM8K. */
  MARKED {
    @Override
    Supplier<Verdict> judgement(AnswerVerifier verifier, AnswerPair pair) {
      String response = "So we are done.\n#### " + pair.prediction();
      String solution = "Thus we are done.\n#### " + pair.reference();
      return () -> verifier.verify(response, solution);
    }
  };

  /** Returns what judges a pair, its texts made. */
  abstract Supplier<Verdict> judgement(AnswerVerifier verifier, AnswerPair pair);

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
