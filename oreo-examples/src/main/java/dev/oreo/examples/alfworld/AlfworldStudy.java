package dev.oreo.examples.alfworld;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The paper's experiment on ALFWorld.
 *
 * <p>All seeds begin with one base model. For each seed one policy imitates the expert and plays
 * training games; every method starts from this policy and learns from these episodes; each policy
 * then plays the test games greedily, and OREO's also with the best of K actions by its value
 * function. Finished stages are kept in the folder and not made again; one that was stopped
 * half-way begins anew, but for episodes, which are all kept.
 */
public final class AlfworldStudy {
  private final StudyConfig config;
  private final StudyGames games;
  private final BaseModel base;
  private final Path folder;
  private final PrintWriter out;

  /**
   * Prepares a study.
   *
   * @param config all settings
   * @param games what is played
   * @param start what imitation begins with
   * @param folder where everything is written; exists; may hold an earlier part of the same study
   * @param out where progress is told
   */
  public AlfworldStudy(
      StudyConfig config, StudyGames games, StudyStart start, Path folder, PrintWriter out) {
    this.config = config;
    this.games = games;
    this.base = new BaseModel(config, games, start, folder, out);
    this.folder = folder;
    this.out = out;
  }

  /**
   * Runs what is missing, and writes {@code results.md} and {@code results.csv} anew after every
   * evaluation.
   *
   * @param seeds which, at least one
   * @param methods what to compare
   * @return the tables as Markdown
   * @throws IOException if something cannot be read or written
   */
  public String run(List<Long> seeds, List<StudyMethod> methods) throws IOException {
    StudyResults results = new StudyResults();
    String report = "";
    for (long seed : seeds) {
      SeedRun run = new SeedRun(config, games, base, seed, folder.resolve("seed-" + seed), out);
      for (StudyMethod method : methods) {
        add(results, run, new StudyResults.Row(method, Optional.empty()), seed);
        report = write(results);
      }
      for (int k : methods.contains(StudyMethod.OREO) ? config.actions() : List.<Integer>of()) {
        add(results, run, new StudyResults.Row(StudyMethod.OREO, Optional.of(k)), seed);
        report = write(results);
      }
    }
    return report;
  }

  private void add(StudyResults results, SeedRun run, StudyResults.Row row, long seed)
      throws IOException {
    for (String split : games.tests().keySet()) {
      results.add(row, split, seed, run.evaluate(row.method(), row.actions(), split));
    }
  }

  private String write(StudyResults results) throws IOException {
    String report = results.markdown(StudyMethod.OREO) + results.differences();
    Files.writeString(folder.resolve("results.md"), report);
    Files.writeString(folder.resolve("results.csv"), results.csv());
    return report;
  }
}
