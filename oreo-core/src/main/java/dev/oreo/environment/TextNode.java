package dev.oreo.environment;

import java.util.List;

/** A piece of text ready to be written: rules are in their places, variables have slots. */
sealed interface TextNode {
  /** Plain text. */
  record Words(String text) implements TextNode {}

  /** The goal of the game in words. */
  record Task() implements TextNode {}

  /** A property of the object in a slot. */
  record Property(int slot, Kind kind) implements TextNode {}

  /** The first branch whose query has an answer; the last one's is empty. */
  record Choice(List<Branch> branches) implements TextNode {}

  /** An item for every answer of a query, one after the other. */
  record ForEach(TextQuery query, List<TextNode> item) implements TextNode {}

  /** An item for every answer of a query, as a list, with what stands between. */
  record Listing(
      TextQuery query,
      List<TextNode> item,
      List<TextNode> empty,
      List<TextNode> separator,
      List<TextNode> lastSeparator)
      implements TextNode {}

  /** One alternative of a choice. */
  record Branch(TextQuery query, List<TextNode> nodes) {}

  /** What a text can say of an object. */
  enum Kind {
    NAME,
    ID,
    TYPE,
    DEFINITE,
    INDEFINITE
  }
}
