package dev.oreo.examples.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ratios of rounds, and the table they stand in. */
final class SpeedResultTest {
  private static final SpeedResult RESULT =
      new SpeedResult(
          new SpeedCase(
              "update",
              "an update",
              new JsonObject(),
              List.of(
                  new Contestant("oreo, fp32", List.of(), List.of()),
                  new Contestant("oreo, bf16", List.of(), List.of()),
                  new Contestant("peer", List.of(), List.of()))),
          Map.of(
              "oreo, fp32", List.of(measured(400, 1e9), measured(200, 2e9), measured(900, 1e9)),
              "oreo, bf16", List.of(measured(300, 1e9), measured(300, 1e9), measured(300, 1e9)),
              "peer", List.of(measured(100, 4e9), measured(100, 4e9), measured(300, 2e9))));

  private static Measurement measured(long tokensPerSecond, double bytes) {
    return new Measurement(tokensPerSecond, List.of(2.0, 1.0), (long) bytes, "note");
  }

  @Test
  void ratio_isOfPairsOfARound() {
    assertThat(RESULT.speedRatio("peer")).isEqualTo(new SpeedResult.Spread(2, 3, 4));
    assertThat(RESULT.memoryRatio("peer")).isEqualTo(new SpeedResult.Spread(0.25, 0.5, 0.5));
    assertThat(RESULT.speed("oreo, fp32")).isEqualTo(new SpeedResult.Spread(200, 400, 900));
  }

  @Test
  void speed_ofOneWhoDidNotRun_isRejected() {
    assertThatThrownBy(() -> RESULT.speed("other"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name must be one of")
        .hasMessageEndingWith("got other");
  }

  @Test
  void table_hasARowForEveryContestant() {
    assertThat(SpeedTable.of(List.of(RESULT)).lines())
        .hasSize(5)
        .endsWith(
            "| an update | oreo, fp32 | 400 | 1.00 GB |  |  |",
            "|  | oreo, bf16 | 300 | 1.00 GB |  |  |",
            "|  | peer | 100 | 4.00 GB | 3.00 [2.00, 4.00] | 0.50 [0.25, 0.50] |");
  }

  @Test
  void chart_hasABarForEveryPeer(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("speed.png");

    SpeedChart.write(List.of(RESULT), file);

    assertThat(ImageIO.read(file.toFile()).getWidth()).isGreaterThan(1000);
  }

  @Test
  void measurement_writtenAndRead_isTheSame() {
    Measurement measurement = measured(7, 5);

    assertThat(Measurement.parse(measurement.toJson())).isEqualTo(measurement);
  }

  @Test
  void lengths_ofGsm8k_areAThousandRows() throws Exception {
    assertThat(RowLengths.ofGsm8k()).hasSize(1024).startsWith(new RowLengths(42, 42));
  }
}
