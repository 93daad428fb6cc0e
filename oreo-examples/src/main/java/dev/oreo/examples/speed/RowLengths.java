package dev.oreo.examples.speed;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How long a row is.
 *
 * @param prompt tokens of the prompt
 * @param response tokens of the response, with the end token
 */
record RowLengths(int prompt, int response) {
  private static final String RESOURCE = "gsm8k_lengths.csv";

  /**
   * Returns how long the first rows of GSM8K's training split are, in its order and in tokens of
   * Qwen2. The resource has the script that made it beside it.
   */
  static List<RowLengths> ofGsm8k() throws IOException {
    try (InputStream in = RowLengths.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new FileNotFoundException(RESOURCE + " must be among the resources of the jar");
      }
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
      return lines.lines().skip(1).map(RowLengths::parse).toList();
    }
  }

  private static RowLengths parse(String line) {
    String[] cells = line.split(",", -1);
    return new RowLengths(Integer.parseInt(cells[0]), Integer.parseInt(cells[1]));
  }
}
