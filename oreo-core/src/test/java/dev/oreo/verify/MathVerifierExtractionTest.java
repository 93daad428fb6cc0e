package dev.oreo.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the answer of a response is found. Each row is a response, a tilde and an answer. */
final class MathVerifierExtractionTest {
  private static final MathVerifier VERIFIER = new MathVerifier();

  private static boolean right(String row) {
    List<String> pair = Splitter.on(" ~ ").splitToList(row);
    return VERIFIER.verify(pair.get(0), pair.get(1)).right();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "So x is 4. The final answer is: $x = 4$. ~ 4",
        "**Final Answer**: 5 ~ 5",
        "**Final Answer**\n\n\\[ \\boxed{5} \\] ~ 5",
        "Final answer: $\\frac{1}{2}$. I hope it is correct. ~ 0.5",
        "The answer is 2/3. ~ \\frac23",
        "Therefore, the answer is $2/3$ of the total, as wanted. ~ \\frac23",
        "The answer is 5 apples. ~ 5",
        "Thus we get $a=3$ and $b=4$. ~ 3,4",
        "Thus the roots are $3$ and $4$. ~ \\boxed{3,4}",
        "It is 12 dollars and 50 cents ~ 50",
        "First \\boxed{3}. But no, it is \\boxed{4} ~ 4",
        "\\boxed 5 is it ~ 5",
        "$\\boxed 5$ ~ 5",
        "\\fbox{17} ~ 17",
        "step\n#### 1,234 ~ 1234",
        "#### 5\n\nThe final answer is $6$. ~ 6",
        "He pays $10 + $20 = $30. ~ 30",
        "He pays $10,000 in total. ~ 10000",
        "The total cost is $15.50 per day ~ 15.5",
        "So there are 3 cats and therefore 7 dogs ~ 7",
        "The solution is x = 3, y = -2. ~ (3,-2)",
        "The vertex is (7, 6). ~ (7,6)",
        "The interval is [2, 5). ~ [2,5)",
        "<think>maybe \\boxed{3}</think>The answer is \\boxed{4} ~ 4",
        "The answer is -5. ~ -5",
        "The answer is −5. ~ -5",
        "Answer: (B) ~ B",
        "Answer: B ~ \\text{(B)}",
        "The answer is (C) because of that. ~ C",
        "The answer is Evelyn. ~ \\text{Evelyn}",
        "The answer is: Yes ~ yes",
        "Answer: No, since 3 > 2 ~ no",
        "\\boxed{\\text{Yes}} ~ yes",
        "Hence $\\boxed{12\\%}$ of them ~ 12",
        "Hence $\\boxed{12}\\%$ of them ~ 12\\%",
        "This yields 45%. ~ 45\\%",
        "It is 3/4 of it ~ 0.75",
        "\\[x = \\boxed{5}\\] so we found it. Let me check: 5 + 3 = 8, good. ~ 5",
        "Answer: \\[ x = \\frac{3}{4} \\] ~ 0.75",
        "The final answer is \\(\\frac{3}{4}\\) ~ 0.75",
        "the final answer is therefore equal to 12 meters ~ 12",
        "My final answer: $(1, 2)$ ~ (1,2)",
        "The number of ways is $\\binom{5}{2} = 10$. ~ 10",
        "The area is $4\\pi$ square units. ~ 4\\pi",
        "The probability is $\\frac{1}{3}$, which is about 0.33. ~ 1/3",
        "... = 3.14 ~ 3.14",
        "Answer: $\\{1, 2, 3\\}$ ~ \\{1,2,3\\}",
        "The answer is $x^2 + 2x + 1$ ~ (x+1)^2",
        "Let me reconsider. The answer isn't 4. The answer is 5. ~ 5",
        "The answer to the question is 5. ~ 5",
        "So the answers are 3 and 5. ~ 3,5",
        "A: 1,800 ~ 1800",
        "The temperature is -3 degrees ~ -3",
        "x = 5 ~ 5",
        "The year was 1999. ~ 1999",
        "2 + 3 = 5 ~ 5",
        "$$\\boxed{\\begin{pmatrix} 1 \\\\ 2 \\end{pmatrix}}$$ ~ \\begin{pmatrix}1\\\\2\\end{pmatrix}",
        "\\boxed{x=1 \\text{ or } x=2} ~ 1,2",
        "\\boxed{-3 \\le x \\le 5} ~ [-3,5]",
        "\\boxed{\\frac{3\\sqrt{3}}{2} \\text{ cm}^2} ~ \\frac{3\\sqrt3}{2}",
        "$36 \\mathrm{~cm}^2$ ~ 36",
        "The answer is $5 \\mathrm{~km}$. ~ 5",
        "Answer is 5 ~ 5",
        "answer = 7 ~ 7",
        "**Answer:** 42 ~ 42",
        "**42** ~ 42",
        "Therefore, the total is **42** apples. ~ 42",
        "The answer is **42**. ~ 42",
        "The answer is $\\boxed{42}$ (see above). Check with 17. ~ 42",
        "There are 10 (ten) ways ~ 10",
        "The answer is 1,000,000. ~ 10^6",
        "The answer is $1,000,000$. ~ 10^6",
        "answer: x=2 ~ 2",
        "Thus, $x = 2$. This is the answer. ~ 2",
        "Thus, $x = 2$. This is our final answer. ~ 2",
        "Thus 42 is the final answer. ~ 42",
        "Therefore $\\frac{1}{2}$ is the answer. ~ 0.5",
        "The answer is 3.5. ~ 3.5",
        "The answer is 3. ~ 3",
        "The final answer is 3 ~ 3",
        "the answer is 50 percent ~ 0.5",
        "The answer is: \n\n42 ~ 42",
        "The final answer is:\n\n$$42$$ ~ 42"
      })
  void verify_answerOfAResponse_isFound(String row) {
    assertThat(right(row)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "We have \\boxed{3} or \\boxed{4} ~ 4",
        "truncated \\boxed{\\frac{1}{2} ~ 1/2",
        "\\boxed{42 ~ 42",
        "<think>it is \\boxed{3}</think> ~ 3",
        "No numbers here at all ~ 5",
        "Therefore the minimum is $-\\frac{1}{4}$ at $x = \\frac12$. ~ -\\frac14",
        "the answer is (2, 3), so x+y=5 ~ 5",
        "The distance is 5 km.\n\nNote: 1 km = 1000 m. ~ 5"
      })
  void verify_otherNumberOfAResponse_isNotItsAnswer(String row) {
    assertThat(right(row)).isFalse();
  }

  @Test
  void verify_noAnswer_isUnparsed() {
    Verdict verdict = VERIFIER.verify("I do not know", "#### 5");

    assertThat(VERIFIER.verify("", "#### 5"))
        .isEqualTo(
            new Verdict(Outcome.UNPARSED, Optional.empty(), "no answer is found in the response"));
    assertThat(verdict.right()).isFalse();
    assertThat(VERIFIER.verify("\\boxed{5}", "").reason())
        .isEqualTo("no answer is found in the reference");
  }

  @Test
  void verify_severalBoxes_countTogetherIfOnlySeparatorsLieBetween() {
    String together = "$\\boxed{1}$, $\\boxed{2}$ and $\\boxed{3}$";

    assertThat(VERIFIER.verify(together, "\\{3,2,1\\}").extracted()).contains("1, 2, 3");
    assertThat(VERIFIER.verify("\\boxed{1}, so that \\boxed{2}", "2").extracted()).contains("2");
  }

  @Test
  void verify_boxWithoutEnd_isNoAnswer() {
    assertThat(VERIFIER.verify("\\boxed{42", "42").outcome()).isEqualTo(Outcome.UNPARSED);
    assertThat(VERIFIER.verify("\\boxed{4} or rather \\boxed{42", "4").right()).isTrue();
  }
}
