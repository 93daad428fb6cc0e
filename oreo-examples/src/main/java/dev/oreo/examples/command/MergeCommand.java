package dev.oreo.examples.command;

import dev.oreo.djl.DjlBaseModel;
import dev.oreo.djl.DjlTrainablePolicy;
import dev.oreo.djl.DjlTrainableValueFunction;
import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.djl.ModelOptions;
import dev.oreo.djl.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code oreo merge}: adds adapters to the model they are for. */
@Command(
    name = "merge",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Adds LoRA adapters to the weights of the model they are for, and writes a HuggingFace folder"
          + " of the whole: a language model, or the value function if the adapters are one's."
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class MergeCommand implements Callable<Integer> {
  /** Adapters need no dropout to be merged. */
  private static final long ANY_SEED = 0;

  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "HuggingFace folder of the model, a causal language model.")
  private Path model;

  @Option(
      names = "--adapter",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the adapters, as train and PEFT write it.")
  private Path adapter;

  @Option(
      names = "--store",
      paramLabel = "TYPE",
      defaultValue = "fp32",
      description = "How the sums are stored, fp32 or bf16 (default: ${DEFAULT-VALUE}).")
  private Precision stored;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "Folder to make; must not exist.")
  private Path output;

  /** Made by the command line only. */
  public MergeCommand() {}

  @Override
  public Integer call() throws IOException {
    HuggingFaceCheckpoint checkpoint = HuggingFaceCheckpoint.open(model);
    try (DjlBaseModel base = checkpoint.loadBase(options(checkpoint))) {
      if (AdapterFolders.isValueFunction(adapter)) {
        try (DjlTrainableValueFunction whole =
            base.loadTrainableAdapterValueFunction(adapter, ANY_SEED)) {
          whole.saveMerged(output, stored);
        }
      } else {
        try (DjlTrainablePolicy whole = base.loadTrainableAdapterPolicy(adapter, ANY_SEED)) {
          whole.saveMerged(output, stored);
        }
      }
    }
    spec.commandLine().getOut().printf("wrote %s%n", output);
    return 0;
  }

  /** The weights are read once: from the files, or if they are not of one type, in float32. */
  private static ModelOptions options(HuggingFaceCheckpoint checkpoint) {
    return checkpoint
        .mappablePrecision()
        .map(precision -> ModelOptions.cpu(precision).withMappedWeights())
        .orElse(ModelOptions.cpu(Precision.FP32));
  }
}
