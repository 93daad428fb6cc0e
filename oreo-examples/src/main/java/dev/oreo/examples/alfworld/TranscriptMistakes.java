package dev.oreo.examples.alfworld;

import static dev.oreo.environment.TextWorldGame.NOTHING_HAPPENS;
import static dev.oreo.examples.alfworld.TranscriptVariants.GO_TO;
import static dev.oreo.examples.alfworld.TranscriptVariants.NAME;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts mistakes into a transcript, from which a policy learns to go on where one of its own
 * commands was not possible: the expert makes none, and a policy that has never seen "Nothing
 * happens." says the same again and again.
 *
 * <p>A mistake is a command that cannot be possible where it stands: to go to a place that the
 * introduction does not tell of, or where one is already; to take something that is not there or
 * with something in one's hand; to put down what one does not hold. The world's answer follows, and
 * then what the expert did. Some are made several times in a row, as a policy would.
 */
final class TranscriptMistakes {
  /** At most so many of a transcript's commands have a mistake before them, as a share. */
  private static final double MAX_SHARE = 0.4;

  /** How often a mistake is followed by one more. */
  private static final double AGAIN = 0.4;

  private final Random random;
  private final Map<String, Integer> places = new TreeMap<>();
  private final List<String> commands = new ArrayList<>();
  private final List<String> feedback = new ArrayList<>();
  private final Set<Integer> mistakes = new HashSet<>();
  private Optional<String> here = Optional.empty();
  private Optional<String> held = Optional.empty();
  private String seenHere = "";

  private TranscriptMistakes(Transcript transcript, Random random) {
    this.random = random;
    Matcher name = NAME.matcher(transcript.introduction());
    while (name.find()) {
      places.merge(name.group(1), Integer.valueOf(name.group(2)), Math::max);
    }
  }

  /** Returns a transcript with mistakes before some of its commands. */
  static Transcript in(Transcript transcript, Random random) {
    return new TranscriptMistakes(transcript, random).with(transcript);
  }

  private Transcript with(Transcript transcript) {
    double share = MAX_SHARE * random.nextDouble();
    for (int i = 0; i < transcript.commands().size(); i++) {
      if (random.nextDouble() < share) {
        blunder(nextTaken(transcript.commands(), i));
      }
      commands.add(transcript.commands().get(i));
      feedback.add(transcript.feedback().get(i));
      follow(transcript.commands().get(i), transcript.feedback().get(i));
    }
    return new Transcript(
        transcript.game(), transcript.introduction(), commands, feedback, mistakes);
  }

  /** Returns what the expert takes next. */
  private static Optional<String> nextTaken(List<String> commands, int from) {
    return commands.subList(from, commands.size()).stream()
        .filter(command -> command.startsWith("take "))
        .map(command -> object(command, " from "))
        .findFirst();
  }

  private static String object(String command, String before) {
    return command.substring(command.indexOf(' ') + 1, command.indexOf(before));
  }

  private void blunder(Optional<String> wanted) {
    List<String> impossible = impossible(wanted);
    String mistake = impossible.get(random.nextInt(impossible.size()));
    do {
      mistakes.add(commands.size());
      commands.add(mistake);
      feedback.add(NOTHING_HAPPENS);
      if (random.nextBoolean()) {
        mistake = impossible.get(random.nextInt(impossible.size()));
      }
    } while (random.nextDouble() < AGAIN);
  }

  private List<String> impossible(Optional<String> wanted) {
    List<String> kinds = List.copyOf(places.keySet());
    String kind =
        here.map(place -> place.substring(0, place.indexOf(' ')))
            .orElseGet(() -> kinds.get(random.nextInt(kinds.size())));
    List<String> found = new ArrayList<>();
    found.add(GO_TO + kind + " " + (places.getOrDefault(kind, 0) + 1));
    here.ifPresent(
        place -> {
          found.add(GO_TO + place);
          held.ifPresent(object -> found.add("take %s from %s".formatted(object, place)));
          if (held.isEmpty()) {
            wanted.ifPresent(object -> notHeld(object, place, found));
          }
        });
    return found;
  }

  private void notHeld(String object, String place, List<String> found) {
    found.add("put %s in/on %s".formatted(object, place));
    if (!Pattern.compile("\\ba " + object + "\\b").matcher(seenHere).find()) {
      found.add("take %s from %s".formatted(object, place));
    }
  }

  private void follow(String command, String answer) {
    if (command.startsWith(GO_TO)) {
      here = Optional.of(command.substring(GO_TO.length()));
      seenHere = "";
    } else if (command.startsWith("take ")) {
      held = Optional.of(object(command, " from "));
    } else if (command.startsWith("put ")) {
      seenHere += " a " + object(command, " in/on ") + ".";
      held = Optional.empty();
    }
    seenHere += answer;
  }
}
