package dev.oreo.examples.alfworld;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Variants of a transcript stay consistent. */
final class TranscriptVariantsTest {
  private static final int VARIANTS = 200;
  private static final Transcript ORIGINAL =
      new Transcript(
          "game",
          "You are in the middle of a room. Looking quickly around you, you see a desk 1, a drawer 2,"
              + " a drawer 1, a microwave 1, a safe 1, a shelf 2, and a shelf 1.\n\n"
              + "Your task is to: put a hot mug in desk.",
          List.of(
              "go to shelf 1",
              "go to drawer 1",
              "open drawer 1",
              "close drawer 1",
              "go to drawer 2",
              "open drawer 2",
              "take mug 1 from drawer 2",
              "go to microwave 1",
              "heat mug 1 with microwave 1",
              "go to desk 1",
              "put mug 1 in/on desk 1"),
          List.of(
              "On the shelf 1, you see a pen 1.",
              "The drawer 1 is closed.",
              "You open the drawer 1. The drawer 1 is open. In it, you see nothing.",
              "You close the drawer 1.",
              "The drawer 2 is closed.",
              "You open the drawer 2. The drawer 2 is open. In it, you see a mug 1.",
              "You pick up the mug 1 from the drawer 2.",
              "The microwave 1 is closed.",
              "You heat the mug 1 using the microwave 1.",
              "On the desk 1, you see a pen 2.",
              "You put the mug 1 in/on the desk 1."));

  private static List<Transcript> variants(double renamedShare) {
    TranscriptVariants variants = new TranscriptVariants(List.of(ORIGINAL), renamedShare);
    Random random = new Random(1);
    List<Transcript> all = new ArrayList<>();
    for (int i = 0; i < VARIANTS; i++) {
      all.add(variants.of(ORIGINAL, random));
    }
    return all;
  }

  @Test
  void variants_leaveOutIdleVisitsOnly_withTheirAnswers() {
    Set<String> seen = new TreeSet<>();
    for (Transcript variant : variants(0)) {
      for (int i = 0; i < variant.commands().size(); i++) {
        int at = ORIGINAL.commands().indexOf(variant.commands().get(i));
        assertThat(variant.feedback().get(i)).isEqualTo(ORIGINAL.feedback().get(at));
      }
      List<String> left = new ArrayList<>(ORIGINAL.commands());
      left.removeAll(variant.commands());
      seen.add(left.toString());
    }

    assertThat(seen)
        .containsExactlyInAnyOrder(
            "[]",
            "[go to shelf 1]",
            "[go to drawer 1, open drawer 1, close drawer 1]",
            "[go to shelf 1, go to drawer 1, open drawer 1, close drawer 1]");
  }

  @Test
  void variants_leaveOutPlacesWhereTheExpertNeverGoes() {
    Set<String> unneeded = new TreeSet<>();
    for (Transcript variant : variants(0)) {
      String told = variant.introduction();
      for (String command : variant.commands()) {
        if (command.startsWith("go to ")) {
          assertThat(told).containsPattern("a " + command.substring(6) + "[,.]");
        }
      }
      assertThat(told)
          .startsWith(
              "You are in the middle of a room. Looking quickly around you, you see a desk 1")
          .endsWith(".\n\nYour task is to: put a hot mug in desk.");
      unneeded.add(
          (told.contains("safe 1") ? "safe " : "") + (told.contains("shelf 2") ? "shelf" : ""));
    }

    assertThat(unneeded).containsExactlyInAnyOrder("", "safe ", "shelf", "safe shelf");
  }

  @Test
  void variants_renamed_exchangeNamesOfAKindThroughout() {
    Set<String> objects = new TreeSet<>();
    for (Transcript variant : variants(1)) {
      String text = text(variant);
      String object = text.contains("hot mug in") ? "mug" : "pen";
      objects.add(object);
      assertThat(variant.commands().get(variant.commands().size() - 1))
          .startsWith("put " + object + " 1 in/on ");
      assertThat(text).contains("with microwave 1", "using the microwave 1");
      assertThat(words(text)).isSubsetOf(words(text(ORIGINAL)));
    }

    assertThat(objects).containsExactly("mug", "pen");
  }

  @Test
  void batches_areVariantsFirst_thenTheTranscriptsThemselves() {
    List<Transcript> shown = new ArrayList<>();
    TranscriptBatches batches =
        new TranscriptBatches(
            List.of(ORIGINAL, ORIGINAL, ORIGINAL),
            new TranscriptVariants(List.of(ORIGINAL), 0.5)::of,
            2,
            transcript -> {
              shown.add(transcript);
              return Trajectory.of("t", new int[] {1, 2}, List.of(new Step(1, 2, 1)));
            },
            2,
            7);

    assertThat(batches.updatesPerEpoch()).isEqualTo(2);
    assertThat(batches.epoch(1)).hasSize(2);
    assertThat(batches.epoch(2)).hasSize(2);
    assertThat(batches.epoch(3)).hasSize(2);

    assertThat(shown).hasSize(9);
    assertThat(shown.subList(0, 3)).isNotEqualTo(shown.subList(3, 6)).doesNotContain(ORIGINAL);
    assertThat(shown.subList(6, 9)).containsOnly(ORIGINAL);
  }

  private static String text(Transcript transcript) {
    return transcript.introduction()
        + String.join("\n", transcript.commands())
        + String.join("\n", transcript.feedback());
  }

  private static Set<String> words(String text) {
    return new TreeSet<>(List.of(text.split("[^a-z]+", -1)));
  }
}
