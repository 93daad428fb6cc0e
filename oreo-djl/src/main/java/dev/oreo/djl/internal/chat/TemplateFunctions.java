package dev.oreo.djl.internal.chat;

import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import com.hubspot.jinjava.objects.date.StrftimeFormatter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The functions that transformers gives a chat template. Public because Jinjava calls them. */
public final class TemplateFunctions {
  static final List<String> NAMES = List.of("raise_exception", "strftime_now");

  private TemplateFunctions() {}

  static List<ELFunctionDefinition> definitions() {
    return List.of(
        new ELFunctionDefinition(
            "", NAMES.get(0), TemplateFunctions.class, "raiseException", String.class),
        new ELFunctionDefinition(
            "", NAMES.get(1), TemplateFunctions.class, "strftimeNow", String.class));
  }

  /**
   * Ends rendering.
   *
   * @param message why
   * @return nothing, it always throws
   */
  public static Object raiseException(String message) {
    throw new RaisedException(message);
  }

  /**
   * Returns the time that the interpreter's clock shows.
   *
   * @param format of C's strftime
   * @return the time in English
   */
  public static String strftimeNow(String format) {
    JinjavaConfig config = JinjavaInterpreter.getCurrent().getConfig();
    Instant now = Instant.ofEpochMilli(config.getDateTimeProvider().getCurrentTimeMillis());
    return StrftimeFormatter.format(now.atZone(config.getTimeZone()), format, Locale.ENGLISH);
  }
}
