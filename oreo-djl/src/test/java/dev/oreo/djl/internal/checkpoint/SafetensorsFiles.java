package dev.oreo.djl.internal.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes safetensors files by hand, the damaged ones too. */
final class SafetensorsFiles {
  private SafetensorsFiles() {}

  /** Writes a header, with ' for ", and as many data bytes, counting up from 0. */
  static Path write(Path file, String header, int dataBytes) throws IOException {
    byte[] json = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return write(file, json.length, json, dataBytes);
  }

  static Path write(Path file, long length, byte[] json, int dataBytes) throws IOException {
    ByteBuffer buffer =
        ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(length).put(json);
    for (int i = 0; i < dataBytes; i++) {
      buffer.put((byte) i);
    }
    return Files.write(file, buffer.array());
  }

  /** Returns one header entry. */
  static String entry(String name, String type, String shape, int begin, int end) {
    return "'%s':{'dtype':'%s','shape':%s,'data_offsets':[%d,%d]}"
        .formatted(name, type, shape, begin, end);
  }
}
