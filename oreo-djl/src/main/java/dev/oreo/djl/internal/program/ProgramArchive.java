package dev.oreo.djl.internal.program;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs the TorchScript source of a program into the archive that libtorch's module loader reads.
 *
 * <p>The archive is a zip of stored entries: the code, a pickle that makes one instance of the
 * class with empty attributes, an empty tuple of constants, a version.
 */
final class ProgramArchive {
  private static final Pattern CLASS = Pattern.compile("(?m)^class (\\w+)\\(Module\\):");
  private static final Pattern ATTRIBUTE = Pattern.compile("(?m)^  (\\w+) : (.+)$");

  /** Of the format, as of PyTorch 1.12: before, gelu has no approximation by tanh. */
  private static final String VERSION = "10\n";

  private static final Pattern PACKED_PRODUCT = Pattern.compile("ops\\.mkldnn\\..*");

  private static final byte[] EMPTY_TUPLE = {(byte) 0x80, 2, ')', '.'};

  private ProgramArchive() {}

  /**
   * Returns the archive of a program.
   *
   * @param name of the resource {@code name.torchscript}, beside this class
   * @param packs whether libtorch knows products of packed weights; else there are none to multiply
   *     by, and something that it knows stands in the place of each
   */
  static byte[] read(String name, boolean packs) {
    String resource = name + ".torchscript";
    try (InputStream in = ProgramArchive.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException(
            "program must be a resource of oreo-djl, got " + resource);
      }
      String source = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return pack(packs ? source : PACKED_PRODUCT.matcher(source).replaceAll("x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] pack(String source) throws IOException {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(archive)) {
      store(zip, "data.pkl", instance(source));
      store(
          zip,
          "code/__torch__.py",
          source.replaceAll("(?m)^\\s*#.*\n", "").getBytes(StandardCharsets.UTF_8));
      store(zip, "constants.pkl", EMPTY_TUPLE);
      store(zip, "version", ascii(VERSION));
      store(zip, "byteorder", ascii("little"));
    }
    return archive.toByteArray();
  }

  private static void store(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry("archive/" + name);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  /** The pickle {@code Class.__new__(Class)} with a state dictionary of all attributes. */
  private static byte[] instance(String source) throws IOException {
    Matcher type = CLASS.matcher(source);
    if (!type.find()) {
      throw new IllegalArgumentException("program must define one class of base Module");
    }
    ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    pickle.write(new byte[] {(byte) 0x80, 2});
    pickle.write(ascii("c__torch__\n" + type.group(1) + "\n)"));
    pickle.write((byte) 0x81); // NEWOBJ
    pickle.write(ascii("}("));
    Matcher attribute = ATTRIBUTE.matcher(source);
    while (attribute.find()) {
      byte[] name = ascii(attribute.group(1));
      pickle.write('X');
      pickle.write(littleEndian(name.length));
      pickle.write(name);
      pickle.write(emptyValue(attribute.group(2).strip()));
    }
    pickle.write(ascii("ub."));
    return pickle.toByteArray();
  }

  private static byte[] emptyValue(String type) throws IOException {
    return switch (type) {
      case "bool" -> new byte[] {(byte) 0x88};
      case "float" -> new byte[] {'G', 0, 0, 0, 0, 0, 0, 0, 0};
      case "int" -> new byte[] {'K', 0};
      case "str" -> new byte[] {'X', 0, 0, 0, 0};
      case "List[int]" -> emptyList("build_intlist");
      case "List[float]" -> emptyList("build_doublelist");
      case "List[Tensor]" -> emptyList("build_tensorlist");
      default ->
          throw new IllegalArgumentException(
              "attribute must be bool, int, float, str, or a list of int, float or Tensor, got "
                  + type);
    };
  }

  private static byte[] emptyList(String builder) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(ascii("ctorch.jit._pickle\n" + builder + "\n]"));
    out.write((byte) 0x85); // TUPLE1
    out.write('R');
    return out.toByteArray();
  }

  private static byte[] littleEndian(int value) {
    return ByteBuffer.allocate(4).putInt(Integer.reverseBytes(value)).array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
