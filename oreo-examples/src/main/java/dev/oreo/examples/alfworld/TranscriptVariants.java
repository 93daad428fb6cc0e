package dev.oreo.examples.alfworld;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes other transcripts of the expert's, on which a model without any training learns what the
 * few rooms of the training games do not teach: to look for what the task asks for, and to go only
 * where the introduction says that there is something.
 *
 * <p>A variant is as consistent as its original: visits that found nothing to do are left out, each
 * with a chance drawn once for the variant; so are places of the introduction where the expert
 * never goes; and in some of the variants the names of objects, of places, and of places that can
 * be opened are exchanged among each other, but for those with a function of their own, such as the
 * microwave.
 *
 * <p>Immutable and thread-safe.
 */
final class TranscriptVariants {
  /** Something that a text tells of, such as {@code a drawer 2}: its kind and its number. */
  static final Pattern NAME = Pattern.compile("\\ba ([a-z]+) (\\d+)");

  /** What a command to go somewhere begins with. */
  static final String GO_TO = "go to ";

  private static final Pattern WORD = Pattern.compile("\\b[a-z]+\\b");
  private static final String SEE = "you see ";

  private final ImmutableList<ImmutableList<String>> exchangeable;
  private final double renamedShare;

  /**
   * Learns the names.
   *
   * @param transcripts all there are
   * @param renamedShare how many of the variants have their names exchanged, in [0, 1]
   */
  TranscriptVariants(List<Transcript> transcripts, double renamedShare) {
    this.renamedShare = renamedShare;
    Set<String> places = new TreeSet<>();
    Set<String> openable = new TreeSet<>();
    Set<String> tools = new TreeSet<>();
    Set<String> objects = new TreeSet<>();
    for (Transcript transcript : transcripts) {
      places.addAll(names(transcript.introduction()));
      transcript.feedback().forEach(text -> objects.addAll(names(text)));
      for (String command : transcript.commands()) {
        String[] words = command.split(" ", -1);
        String last = words[words.length - 2];
        if (command.startsWith("open ")) {
          openable.add(last);
        } else if (command.startsWith("use ") || command.contains(" with ")) {
          tools.add(last);
        }
      }
    }
    objects.removeAll(places);
    places.removeAll(openable);
    this.exchangeable =
        ImmutableList.of(without(objects, tools), without(places, tools), without(openable, tools));
  }

  private static ImmutableList<String> without(Set<String> names, Set<String> left) {
    return names.stream()
        .filter(name -> !left.contains(name))
        .collect(ImmutableList.toImmutableList());
  }

  private static List<String> names(String text) {
    List<String> names = new ArrayList<>();
    Matcher matcher = NAME.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  /** Returns a variant of a transcript. */
  Transcript of(Transcript transcript, Random random) {
    Transcript shorter = withoutIdleVisits(transcript, random);
    Transcript smaller = withFewerPlaces(shorter, random);
    return random.nextDouble() < renamedShare ? renamed(smaller, random) : smaller;
  }

  private static Transcript withoutIdleVisits(Transcript transcript, Random random) {
    List<String> commands = transcript.commands();
    double share = random.nextDouble();
    List<String> kept = new ArrayList<>();
    List<String> feedback = new ArrayList<>();
    for (int i = 0; i < commands.size(); i++) {
      int next = nextVisit(commands, i);
      if (next > i && random.nextDouble() < share) {
        i = next - 1;
      } else {
        kept.add(commands.get(i));
        feedback.add(transcript.feedback().get(i));
      }
    }
    return new Transcript(transcript.game(), transcript.introduction(), kept, feedback);
  }

  /** Where the next visit begins if an idle one begins here, else the same place. */
  private static int nextVisit(List<String> commands, int from) {
    if (!commands.get(from).startsWith(GO_TO)) {
      return from;
    }
    String place = commands.get(from).substring(GO_TO.length());
    boolean opened =
        commands.size() > from + 2
            && commands.get(from + 1).equals("open " + place)
            && commands.get(from + 2).equals("close " + place);
    int next = from + (opened ? 3 : 1);
    return next < commands.size() && commands.get(next).startsWith(GO_TO) ? next : from;
  }

  private static Transcript withFewerPlaces(Transcript transcript, Random random) {
    String introduction = transcript.introduction();
    int start = introduction.indexOf(SEE) + SEE.length();
    int end = introduction.indexOf(".\n", start);
    String task = introduction.substring(end);
    String commands = String.join("\n", transcript.commands()) + "\n";
    double share = random.nextDouble();
    List<String> kept = new ArrayList<>();
    Matcher matcher = NAME.matcher(introduction.substring(start, end));
    while (matcher.find()) {
      boolean needed =
          Pattern.compile("\\b" + matcher.group(1) + " " + matcher.group(2) + "\\b")
              .matcher(commands)
              .find();
      boolean named = task.contains(" " + matcher.group(1) + ".");
      if (needed || named || random.nextDouble() < share) {
        kept.add(matcher.group());
      }
    }
    return new Transcript(
        transcript.game(),
        introduction.substring(0, start) + listed(kept) + task,
        transcript.commands(),
        transcript.feedback());
  }

  private static String listed(List<String> names) {
    int last = names.size() - 1;
    return last == 0
        ? names.get(0)
        : String.join(", ", names.subList(0, last)) + ", and " + names.get(last);
  }

  private Transcript renamed(Transcript transcript, Random random) {
    Map<String, String> names = new HashMap<>();
    for (List<String> group : exchangeable) {
      List<String> shuffled = new ArrayList<>(group);
      Collections.shuffle(shuffled, random);
      for (int i = 0; i < group.size(); i++) {
        names.put(group.get(i), shuffled.get(i));
      }
    }
    return new Transcript(
        transcript.game(),
        renamed(transcript.introduction(), names),
        transcript.commands().stream().map(text -> renamed(text, names)).toList(),
        transcript.feedback().stream().map(text -> renamed(text, names)).toList());
  }

  private static String renamed(String text, Map<String, String> names) {
    return WORD.matcher(text).replaceAll(word -> names.getOrDefault(word.group(), word.group()));
  }
}
