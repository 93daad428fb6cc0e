package dev.oreo.environment;

import java.util.Arrays;
import java.util.List;

/** Writes one text about one state. Confined to one thread. */
final class TextWriter {
  /** What is to be done with an answer of a query; true ends the search. */
  private interface Answer {
    boolean take();
  }

  private static final int ROOM = 128;

  private final World world;
  private final long[] bits;
  private final String task;
  private final int[] slots;
  private StringBuilder out = new StringBuilder(ROOM);

  /** The first slots have the arguments given. */
  TextWriter(World world, long[] bits, String task, int[] arguments, int slots) {
    this.world = world;
    this.bits = bits;
    this.task = task;
    this.slots = Arrays.copyOf(arguments, Math.max(slots, arguments.length));
  }

  String write(List<TextNode> nodes) {
    append(nodes);
    return out.toString();
  }

  private void append(List<TextNode> nodes) {
    for (int i = 0; i < nodes.size(); i++) {
      append(nodes.get(i));
    }
  }

  private void append(TextNode node) {
    if (node instanceof TextNode.Words words) {
      out.append(words.text());
    } else if (node instanceof TextNode.Property property) {
      out.append(world.property(slots[property.slot()], property.kind()));
    } else if (node instanceof TextNode.Choice choice) {
      append(branch(choice).nodes());
    } else if (node instanceof TextNode.Listing listing) {
      appendList(listing);
    } else if (node instanceof TextNode.ForEach forEach) {
      search(
          forEach.query(),
          0,
          () -> {
            append(forEach.item());
            return false;
          });
    } else {
      out.append(task);
    }
  }

  private TextNode.Branch branch(TextNode.Choice choice) {
    List<TextNode.Branch> branches = choice.branches();
    int last = branches.size() - 1;
    for (int i = 0; i < last; i++) {
      if (search(branches.get(i).query(), 0, () -> true)) {
        return branches.get(i);
      }
    }
    return branches.get(last);
  }

  /** Writes each item as soon as the next one is known, as the last is parted differently. */
  private void appendList(TextNode.Listing listing) {
    StringBuilder whole = out;
    StringBuilder item = new StringBuilder();
    int[] count = {0};
    search(
        listing.query(),
        0,
        () -> {
          if (count[0] > 1) {
            out = whole;
            append(listing.separator());
          }
          whole.append(item);
          item.setLength(0);
          out = item;
          append(listing.item());
          count[0]++;
          return false;
        });
    out = whole;
    if (count[0] == 0) {
      append(listing.empty());
    } else if (count[0] > 1) {
      append(listing.lastSeparator());
    }
    out.append(item);
  }

  private boolean search(TextQuery query, int depth, Answer answer) {
    if (depth == query.parts().size()) {
      return answer.take();
    }
    TextQuery.Part part = query.parts().get(depth);
    Relation relation = world.relation(part.predicate());
    int position = bestPosition(part, relation);
    if (position < 0) {
      for (int row = 0; row < relation.size(); row++) {
        if (matches(part, relation, row) && search(query, depth + 1, answer)) {
          return true;
        }
      }
      return false;
    }
    for (int row : relation.rowsWith(position, slots[part.slots()[position]])) {
      if (matches(part, relation, row) && search(query, depth + 1, answer)) {
        return true;
      }
    }
    return false;
  }

  /** The argument known before with the fewest facts, negative if there is none. */
  private int bestPosition(TextQuery.Part part, Relation relation) {
    int best = -1;
    int fewest = Integer.MAX_VALUE;
    for (int i = 0; i < part.slots().length; i++) {
      if (contains(part.taken(), part.slots()[i])) {
        int size = relation.rowsWith(i, slots[part.slots()[i]]).length;
        best = size < fewest ? i : best;
        fewest = Math.min(size, fewest);
      }
    }
    return best;
  }

  private static boolean contains(int[] taken, int slot) {
    for (int other : taken) {
      if (other == slot) {
        return true;
      }
    }
    return false;
  }

  private boolean matches(TextQuery.Part part, Relation relation, int row) {
    if (!(part.denied() ? relation.denied(row, bits) : relation.holds(row, bits))) {
      return false;
    }
    int[] objects = relation.row(row);
    for (int i = 0; i < objects.length; i++) {
      int slot = part.slots()[i];
      if (part.free()[i]) {
        if (!world.isA(objects[i], part.types()[i]) || isTaken(part, i, objects)) {
          return false;
        }
        slots[slot] = objects[i];
      } else if (slots[slot] != objects[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether another variable stands for the object that an argument would get. */
  private boolean isTaken(TextQuery.Part part, int argument, int[] objects) {
    for (int other : part.taken()) {
      if (slots[other] == objects[argument]) {
        return true;
      }
    }
    for (int i = 0; i < argument; i++) {
      if (part.free()[i] && objects[i] == objects[argument]) {
        return true;
      }
    }
    return false;
  }
}
