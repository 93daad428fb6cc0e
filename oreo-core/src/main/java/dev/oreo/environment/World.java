package dev.oreo.environment;

import java.util.List;

/**
 * The rules of one game with every object in every place, ready to be played. A state is its bits.
 *
 * <p>Immutable and thread-safe.
 */
final class World {
  private final TextWorldLogic logic;
  private final ObjectTable objects;
  private final String[] names;
  private final Relation[] relations;
  private final OperatorTable operators;
  private final long[] initial;
  private final Formula goal;
  private final CommandTable commands;

  World(GroundGame game) {
    logic = game.logic();
    objects = game.objects();
    names = ObjectNames.of(game.problem());
    relations = game.relations();
    initial = game.initial();
    goal = game.goal();
    operators = new OperatorTable(game.operators(), game.relations(), initial);
    commands = new CommandTable(game.operators().stream().map(this::command).toList());
  }

  private String command(Operator operator) {
    ActionText text = logic.text(operator.schema());
    return new TextWriter(this, initial, "", operator.arguments(), text.slots())
        .write(text.template())
        .strip();
  }

  long[] initial() {
    return initial;
  }

  boolean isGoal(long[] bits) {
    return goal.test(bits);
  }

  Relation relation(Predicate predicate) {
    return relations[predicate.number()];
  }

  boolean isA(int object, int type) {
    return objects.isA(object, type);
  }

  String property(int object, TextNode.Kind kind) {
    return switch (kind) {
      case NAME -> names[object];
      case ID -> objects.id(object);
      case TYPE -> objects.typeName(object);
      case DEFINITE -> "the";
      case INDEFINITE -> "a";
    };
  }

  /** The commands that are possible, sorted, each once. */
  List<String> commands(long[] bits) {
    return commands.texts(operators.possible(bits));
  }

  /** The operator that a command means in a state, negative if it means none. */
  int operator(String command, long[] bits) {
    for (int operator : commands.operators(command)) {
      if (operators.operator(operator).possible(bits)) {
        return operator;
      }
    }
    return -1;
  }

  long[] apply(int operator, long[] bits) {
    return operators.apply(operator, bits);
  }

  /** What a player is told at first. */
  String introduction(String task) {
    ActionText text = logic.introduction();
    return new TextWriter(this, initial, task, new int[0], text.slots()).write(text.feedback());
  }

  /** What a player is told after an operator, in the state that it led to. */
  String feedback(int operator, long[] bits, String task) {
    Operator taken = operators.operator(operator);
    ActionText text = logic.text(taken.schema());
    return new TextWriter(this, bits, task, taken.arguments(), text.slots()).write(text.feedback());
  }
}
