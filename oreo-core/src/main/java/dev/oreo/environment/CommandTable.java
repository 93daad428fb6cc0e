package dev.oreo.environment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The commands of a game, numbered in sorted order, and the operators that they can mean. */
final class CommandTable {
  private static final int[] NONE = {};

  private final String[] texts;
  private final int[] commandOf;
  private final Map<String, int[]> operators = new HashMap<>();

  /** The command of each operator. */
  CommandTable(List<String> commands) {
    texts = new TreeSet<>(commands).toArray(String[]::new);
    Map<String, Integer> numbers = new HashMap<>();
    for (String text : texts) {
      numbers.put(text, numbers.size());
    }
    commandOf = commands.stream().mapToInt(numbers::get).toArray();
    Map<String, List<Integer>> lists = new HashMap<>();
    for (int operator = 0; operator < commandOf.length; operator++) {
      lists.computeIfAbsent(commands.get(operator), c -> new ArrayList<>()).add(operator);
    }
    lists.forEach(
        (text, list) -> operators.put(text, list.stream().mapToInt(Integer::intValue).toArray()));
  }

  /** The operators that a command can mean, ascending; not to be changed. */
  int[] operators(String command) {
    return operators.getOrDefault(command, NONE);
  }

  /** The commands of some operators, sorted, each once. */
  List<String> texts(int[] possible) {
    int[] numbers = new int[possible.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = commandOf[possible[i]];
    }
    Arrays.sort(numbers);
    String[] sorted = new String[numbers.length];
    int count = 0;
    int last = -1;
    for (int number : numbers) {
      if (number != last) {
        sorted[count++] = texts[number];
        last = number;
      }
    }
    return Collections.unmodifiableList(Arrays.asList(Arrays.copyOf(sorted, count)));
  }
}
