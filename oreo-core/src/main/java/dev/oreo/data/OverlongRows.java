package dev.oreo.data;

/** What to do with a row that has more tokens than the limit. */
public enum OverlongRows {
  /** Refuse the file. */
  ERROR,
  /** Leave the row out and count it. */
  DROP,
  /**
   * Keep the first tokens up to the limit and the whole reward, as the authors' code does. A row
   * whose prompt alone reaches the limit has nothing to keep and is an error.
   */
  TRUNCATE
}
