package dev.oreo.environment;

/**
 * A game in text whose rules are a {@link TextWorldLogic} and whose rooms, things and goal are a
 * PDDL problem. It is won when the goal is reached, which earns 1, and never lost.
 *
 * <p>A command is one of {@link TextWorldState#actions}, with blanks around it if one likes; case
 * and inner blanks count. Every other text is answered with {@value #NOTHING_HAPPENS}, and nothing
 * happens. There is no limit on steps.
 *
 * <p>Thread-safety: immutable and thread-safe.
 */
public final class TextWorldGame implements Environment {
  /** What a command is answered that is not possible. */
  public static final String NOTHING_HAPPENS = "Nothing happens.";

  private static final char NEXT_LINE = '\u0085';

  private final World world;
  private final String task;
  private final TextWorldState first;

  private TextWorldGame(World world, String task) {
    this.world = world;
    this.task = task;
    this.first = new TextWorldState(this, world.initial(), world.introduction(spoken()), false);
  }

  /**
   * Makes a game.
   *
   * @param logic its rules
   * @param problem the PDDL problem's text
   * @param problemName what messages call it, such as its file's name
   * @param task the goal in words; takes the place of {@code UNKNOWN GOAL} in the grammar, without
   *     its final full stop
   * @return the game
   * @throws GameFormatException if the problem is malformed or does not fit the logic
   */
  public static TextWorldGame of(
      TextWorldLogic logic, String problem, String problemName, String task) {
    PddlProblem parsed = PddlProblem.parse(logic.domain(), problemName, problem);
    return new TextWorldGame(new World(new GroundGame(logic, parsed)), task);
  }

  @Override
  public TextWorldState reset() {
    return first;
  }

  /**
   * Returns the goal in words.
   *
   * @return as given
   */
  public String task() {
    return task;
  }

  private String spoken() {
    return task.endsWith(".") ? task.substring(0, task.length() - 1) : task;
  }

  /** A command without the white space around it, as Python knows white space. */
  private static String stripped(String command) {
    int start = 0;
    int end = command.length();
    while (start < end && isBlank(command.charAt(start))) {
      start++;
    }
    while (start < end && isBlank(command.charAt(end - 1))) {
      end--;
    }
    return command.substring(start, end);
  }

  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == NEXT_LINE;
  }

  World world() {
    return world;
  }

  TextWorldState step(long[] bits, String command) {
    int operator = world.operator(stripped(command), bits);
    if (operator < 0) {
      return new TextWorldState(this, bits, NOTHING_HAPPENS, world.isGoal(bits));
    }
    long[] next = world.apply(operator, bits);
    String answer = world.feedback(operator, next, spoken());
    return new TextWorldState(this, next, answer, world.isGoal(next));
  }
}
