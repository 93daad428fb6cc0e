package dev.oreo.examples.alfworld;

import java.util.Locale;

/** What the study compares. */
public enum StudyMethod {
  /** Imitation of the expert; all others start from it, and it draws their episodes. */
  SFT,
  /** Imitation of the episodes that were won. */
  REJECTION,
  /** Pairs of a won and a lost episode of one game. */
  DPO,
  /** Policy and value function from all episodes. */
  OREO;

  /**
   * Returns the name in tables, files and on the command line.
   *
   * @return such as {@code oreo}
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return label();
  }
}
