package dev.oreo.djl;

import dev.oreo.model.Policy;
import dev.oreo.model.TextGenerator;
import dev.oreo.model.TextGeneratorContract;
import dev.oreo.model.Tokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

/** A Qwen2 decoder with grouped-query attention. */
final class DjlGeneratorContractTest extends TextGeneratorContract {
  @TempDir private Path folder;

  @Override
  protected TextGenerator newGenerator() {
    try {
      return TinyCheckpoint.create(folder, "qwen2", false, 4)
          .loadPolicy(ModelOptions.cpu(Precision.FP32));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected Policy policyOf(TextGenerator generator) {
    return (DjlPolicy) generator;
  }

  @Override
  protected int vocabularySize() {
    return TinyCheckpoint.VOCABULARY;
  }

  @Override
  protected Set<Integer> endTokenIds() {
    return Set.of(TinyCheckpoint.END);
  }

  @Override
  protected Tokenizer tokenizer() {
    return TinyCheckpoint.create(folder, "qwen2", false, 4).tokenizer();
  }
}
