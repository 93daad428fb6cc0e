package dev.oreo.internal.symbolic;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class WorkBudgetTest {

  @Test
  void part_spendsFromTheWhole() {
    WorkBudget whole = new WorkBudget(10);
    whole.part(8).spend(8);

    assertThatCode(() -> whole.spend(2)).doesNotThrowAnyException();
    assertThatThrownBy(() -> whole.spend(1)).isInstanceOf(WorkBudgetExceededException.class);
  }

  @Test
  void part_exceeded_leavesTheRestOfTheWhole() {
    WorkBudget whole = new WorkBudget(10);
    WorkBudget part = whole.part(3);

    assertThatThrownBy(() -> part.spend(4)).isInstanceOf(WorkBudgetExceededException.class);
    assertThatCode(() -> whole.spend(10)).doesNotThrowAnyException();
  }

  @Test
  void spend_afterExceeding_staysExceeded() {
    WorkBudget budget = new WorkBudget(10);

    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> budget.spend(Long.MAX_VALUE))
          .isInstanceOf(WorkBudgetExceededException.class);
    }
    assertThatThrownBy(() -> budget.spend(1)).isInstanceOf(WorkBudgetExceededException.class);
  }
}
