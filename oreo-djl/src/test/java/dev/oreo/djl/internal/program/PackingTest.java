package dev.oreo.djl.internal.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Packed weights, and programs where there are none. */
final class PackingTest {
  private static final int BFLOAT16 = 15;

  @Test
  void read_decoderWithoutPacking_namesNoOperationOfOneDnn() {
    assertThat(source(true)).contains("ops.mkldnn.");
    assertThat(source(false)).doesNotContain("ops.mkldnn.");
  }

  /** The archive's entries are stored as they are. */
  private static String source(boolean packs) {
    return new String(ProgramArchive.read("decoder", packs), StandardCharsets.ISO_8859_1);
  }

  @Test
  void load_decoderWithoutPacking_computesTheSame() {
    assertThat(hidden(false)).isEqualTo(hidden(Packing.available()));
  }

  /** The first number of a token's final hidden state, by a decoder of one layer. */
  private static float hidden(boolean packs) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        Program program = Program.load(manager, "decoder", packs)) {
      NDArray none = manager.create(new Shape(0));
      long[] numbers = {1, 1, 1, 2, 6, 0, 0, 0, 0, 0};
      double[] scales = {1e-6, 1, 1};
      NDArray norm = manager.ones(new Shape(2));
      List<NDArray> weights =
          List.of(
              norm,
              manager.ones(new Shape(6, 2)),
              none,
              manager.ones(new Shape(2, 2)),
              none,
              norm,
              manager.ones(new Shape(6, 2)),
              none,
              manager.ones(new Shape(2, 3)),
              none,
              norm);
      program.execute("bind", weights, numbers, scales, 1);
      NDArray hidden =
          program.run(
              manager,
              "forward",
              manager.create(new float[] {1, 3}, new Shape(1, 2)),
              manager.create(new long[] {0}),
              manager.create(new long[] {1, -1}),
              manager.create(new long[] {0}),
              manager.ones(new Shape(1, 2)),
              manager.zeros(new Shape(1, 2)),
              manager.create(new long[] {0, 1}));
      return hidden.getFloat(0, 0);
    }
  }

  @Test
  void pack_weights_packsMatricesOfAnyShapeAndNothingElse() {
    assumeTrue(Packing.available(), "libtorch or the processor has no packed weights");
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      NDArray matrix = manager.randomUniform(-1, 1, new Shape(40, 24));
      NDArray vector = manager.randomUniform(-1, 1, new Shape(40));

      List<NDArray> packed = Packing.pack(manager, List.of(matrix, vector), BFLOAT16);

      assertThat(packed).hasSize(2);
      assertThat(packed.get(0).getShape()).isEqualTo(matrix.getShape());
      assertThat(packed.get(1).getShape()).isEqualTo(vector.getShape());
    }
  }

  @Test
  void product_ofWholeNumbers_isExact() {
    assumeTrue(Packing.available(), "libtorch or the processor has no packed weights");
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        Program program = Program.load(manager, Packing.PROGRAM)) {
      NDArray x = manager.arange(5f * 24).reshape(5, 24).mod(7).sub(3);
      NDArray matrix = manager.arange(40f * 24).reshape(40, 24).mod(5).sub(2);

      assertThat(program.run(manager, "product", x, matrix).toFloatArray())
          .isEqualTo(x.matMul(matrix.transpose()).toFloatArray());
    }
  }
}
