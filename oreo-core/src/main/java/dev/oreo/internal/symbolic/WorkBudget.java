package dev.oreo.internal.symbolic;

import java.util.Optional;

/**
 * How much work may still be done for one question, counted in elementary operations and not in
 * seconds, so that the answer does not depend on the machine. Confined to one thread.
 */
public final class WorkBudget {
  private final Optional<WorkBudget> whole;
  private long left;

  /**
   * Creates a budget.
   *
   * @param operations how many may be done
   */
  public WorkBudget(long operations) {
    this(operations, Optional.empty());
  }

  private WorkBudget(long operations, Optional<WorkBudget> whole) {
    this.left = operations;
    this.whole = whole;
  }

  /**
   * Creates a budget for a part of the work; what it spends is taken from this one, too.
   *
   * @param operations how many may be done for the part
   * @return the part's budget
   */
  public WorkBudget part(long operations) {
    return new WorkBudget(operations, Optional.of(this));
  }

  /**
   * Takes operations from the budget.
   *
   * @param operations how many are about to be done
   * @throws WorkBudgetExceededException if there are not as many left
   */
  public void spend(long operations) {
    if (operations > left) {
      left = 0;
      throw new WorkBudgetExceededException();
    }
    left -= operations;
    whole.ifPresent(budget -> budget.spend(operations));
  }
}
