package dev.oreo.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.stream.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class JsonTest {

  @Test
  void line_halfACharacter_isEscaped() throws MalformedJsonException {
    JsonObject object = Json.parseObject("{\"text\": \"\\ud83d \\ud83d\\ude00 \\ude00\"}");

    String line = Json.line(object);

    assertThat(line).isEqualTo("{\"text\":\"\\ud83d \ud83d\ude00 \\ude00\"}");
    assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(line)).isTrue();
    assertThat(Json.parseObject(line)).isEqualTo(object);
  }
}
