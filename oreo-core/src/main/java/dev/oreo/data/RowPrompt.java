package dev.oreo.data;

/**
 * The prompt of a row, and which of its two forms the row's answers have.
 *
 * @param fields the row
 * @param tokenIds the prompt's tokens
 * @param tokenForm whether the row gives token ids rather than text
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RowPrompt(RowFields fields, int[] tokenIds, boolean tokenForm) {

  int length() {
    return tokenIds.length;
  }
}
