package dev.oreo.examples.alfworld;

import dev.oreo.evaluate.Bootstrap;
import dev.oreo.evaluate.ProblemMean;
import dev.oreo.evaluate.SeedMean;
import dev.oreo.examples.report.Percent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a study gave so far. Not thread-safe. */
final class StudyResults {
  private static final Bootstrap BOOTSTRAP = new Bootstrap(Bootstrap.RESAMPLES, 42);

  private final Map<Row, Map<String, Map<Long, List<EpisodeOutcome>>>> outcomes =
      new LinkedHashMap<>();

  /**
   * One line of the tables.
   *
   * @param method whose policy plays
   * @param actions the K of best-of-K actions; empty for greedy play
   */
  record Row(StudyMethod method, Optional<Integer> actions) {
    String label() {
      return method + actions.map(k -> ", best of " + k).orElse("");
    }
  }

  void add(Row row, String split, long seed, List<EpisodeOutcome> episodes) {
    outcomes
        .computeIfAbsent(row, r -> new LinkedHashMap<>())
        .computeIfAbsent(split, s -> new LinkedHashMap<>())
        .put(seed, List.copyOf(episodes));
  }

  /** Returns the success rates, and by how much each is above greedy play of one method. */
  String markdown(StudyMethod baseline) {
    Row from = new Row(baseline, Optional.empty());
    List<String> splits = splits();
    StringBuilder table = new StringBuilder("| method |");
    StringBuilder rule = new StringBuilder("|---|");
    for (String split : splits) {
      table.append(" %s | above %s | turns |".formatted(split, from.label()));
      rule.append("---|---|---|");
    }
    table.append(" seeds |\n").append(rule).append("---|\n");
    for (Row row : outcomes.keySet()) {
      table.append("| ").append(row.label()).append(" |");
      for (String split : splits) {
        table.append(cells(row, from, split));
      }
      table.append(" %d |%n".formatted(seeds(row, splits.get(0)).size()));
    }
    return table.toString();
  }

  /** Returns, for each split, by how much each row is above each row before it. */
  String differences() {
    List<Row> rows = List.copyOf(outcomes.keySet());
    List<Row> before = rows.subList(0, Math.max(0, rows.size() - 1));
    StringBuilder tables = new StringBuilder();
    for (String split : splits()) {
      tables.append("%n| %s |".formatted(split));
      before.forEach(row -> tables.append(" above ").append(row.label()).append(" |"));
      tables.append("\n|---|").append("---|".repeat(before.size())).append("\n");
      for (int to = 1; to < rows.size(); to++) {
        tables.append("| ").append(rows.get(to).label()).append(" |");
        for (int from = 0; from < before.size(); from++) {
          Optional<ProblemMean> points =
              from < to ? difference(rows.get(to), rows.get(from), split) : Optional.empty();
          tables.append(' ').append(points.map(Percent::points).orElse("")).append(" |");
        }
        tables.append("\n");
      }
    }
    return tables.toString();
  }

  private List<String> splits() {
    return outcomes.values().stream().flatMap(m -> m.keySet().stream()).distinct().toList();
  }

  private Map<Long, List<EpisodeOutcome>> seeds(Row row, String split) {
    return outcomes.getOrDefault(row, Map.of()).getOrDefault(split, Map.of());
  }

  private String cells(Row row, Row from, String split) {
    Map<Long, List<EpisodeOutcome>> seeds = seeds(row, split);
    if (seeds.isEmpty()) {
      return " | | |";
    }
    SeedMean mean =
        SeedMean.of(
            seeds.values().stream()
                .mapToDouble(episodes -> new SuccessRates(episodes).all().fraction())
                .toArray());
    double turns =
        seeds.values().stream()
            .mapToDouble(episodes -> new SuccessRates(episodes).meanTurns())
            .average()
            .orElseThrow();
    return String.format(
        Locale.ROOT,
        " %s | %s | %.1f |",
        Percent.withInterval(mean),
        difference(row, from, split).map(Percent::points).orElse(""),
        turns);
  }

  /** Of the seeds that both have; a game counts by its share of wins over them. */
  private Optional<ProblemMean> difference(Row row, Row from, String split) {
    Map<Long, List<EpisodeOutcome>> to = new LinkedHashMap<>(seeds(row, split));
    Map<Long, List<EpisodeOutcome>> base = new LinkedHashMap<>(seeds(from, split));
    to.keySet().retainAll(base.keySet());
    base.keySet().retainAll(to.keySet());
    return row.equals(from) || to.isEmpty()
        ? Optional.empty()
        : Optional.of(BOOTSTRAP.difference(perGame(base.values()), perGame(to.values())));
  }

  private static double[] perGame(Collection<List<EpisodeOutcome>> seeds) {
    double[] won = new double[seeds.iterator().next().size()];
    for (List<EpisodeOutcome> episodes : seeds) {
      for (EpisodeOutcome outcome : episodes) {
        won[outcome.game()] += outcome.won() ? 1.0 / seeds.size() : 0;
      }
    }
    return won;
  }

  /** Returns every seed's success rate by task type as CSV. */
  String csv() {
    List<String> lines = new ArrayList<>(List.of("method,actions,split,seed,task_type,won,games"));
    outcomes.forEach(
        (row, splits) ->
            splits.forEach(
                (split, seeds) ->
                    seeds.forEach(
                        (seed, episodes) ->
                            new SuccessRates(episodes)
                                .byTaskType()
                                .forEach(
                                    (type, rate) ->
                                        lines.add(
                                            "%s,%s,%s,%d,%s,%d,%d"
                                                .formatted(
                                                    row.method(),
                                                    row.actions().map(k -> "" + k).orElse(""),
                                                    split,
                                                    seed,
                                                    type,
                                                    rate.correct(),
                                                    rate.total()))))));
    return lines.stream().collect(Collectors.joining("\n", "", "\n"));
  }
}
