package dev.oreo.djl.internal.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import dev.oreo.djl.CheckpointFormatException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/** Finds a token's id in a tokenizer.json, which the native tokenizer cannot be asked for. */
final class TokenizerVocabulary {
  private final String token;
  private OptionalInt added = OptionalInt.empty();
  private OptionalInt model = OptionalInt.empty();

  private TokenizerVocabulary(String token) {
    this.token = token;
  }

  /** Returns a token's id, that of an added token before that of the model's vocabulary. */
  static OptionalInt idOf(Path file, String token) throws IOException {
    TokenizerVocabulary vocabulary = new TokenizerVocabulary(token);
    try (Reader text = Files.newBufferedReader(file);
        JsonReader reader = new JsonReader(text)) {
      vocabulary.read(reader);
    } catch (MalformedJsonException | JsonParseException | IllegalStateException e) {
      throw new CheckpointFormatException(
          "%s must hold a tokenizer as JSON, got: %s".formatted(file, e.getMessage()), e);
    }
    return vocabulary.added.isPresent() ? vocabulary.added : vocabulary.model;
  }

  private void read(JsonReader reader) throws IOException {
    reader.beginObject();
    while (reader.hasNext()) {
      switch (reader.nextName()) {
        case "added_tokens" -> readAdded(reader);
        case "model" -> readModel(reader);
        default -> reader.skipValue();
      }
    }
  }

  private void readAdded(JsonReader reader) throws IOException {
    reader.beginArray();
    while (reader.hasNext()) {
      JsonObject entry = JsonParser.parseReader(reader).getAsJsonObject();
      JsonElement content = entry.get("content");
      if (content != null && content.getAsString().equals(token)) {
        added = OptionalInt.of(entry.get("id").getAsInt());
      }
    }
    reader.endArray();
  }

  private void readModel(JsonReader reader) throws IOException {
    reader.beginObject();
    while (reader.hasNext()) {
      if (!reader.nextName().equals("vocab")) {
        reader.skipValue();
      } else if (reader.peek() == JsonToken.BEGIN_ARRAY) {
        readScoredVocabulary(reader);
      } else {
        readVocabulary(reader);
      }
    }
    reader.endObject();
  }

  private void readVocabulary(JsonReader reader) throws IOException {
    reader.beginObject();
    while (reader.hasNext()) {
      if (reader.nextName().equals(token)) {
        model = OptionalInt.of(reader.nextInt());
      } else {
        reader.skipValue();
      }
    }
    reader.endObject();
  }

  /** Reads a Unigram model's list of token and score, whose order gives the ids. */
  private void readScoredVocabulary(JsonReader reader) throws IOException {
    reader.beginArray();
    for (int id = 0; reader.hasNext(); id++) {
      reader.beginArray();
      if (reader.nextString().equals(token)) {
        model = OptionalInt.of(id);
      }
      reader.skipValue();
      reader.endArray();
    }
    reader.endArray();
  }
}
