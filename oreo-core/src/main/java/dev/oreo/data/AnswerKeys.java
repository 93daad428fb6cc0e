package dev.oreo.data;

/**
 * What the keys of an answer are called.
 *
 * @param text key of its text, such as {@code "response"}
 * @param alone whether it is its row's only answer
 */
record AnswerKeys(String text, boolean alone) {

  /** Key of its token ids. */
  String tokenIds() {
    return text + "_token_ids";
  }

  /** Key of its steps' spans. */
  String steps() {
    return alone ? "steps" : text + "_steps";
  }

  /** What messages call prompt and answer together. */
  String whole() {
    return alone ? "row" : "prompt and " + text;
  }

  /** What messages call its first action token. */
  String firstAction() {
    return alone ? "first action" : "first action of " + text;
  }
}
