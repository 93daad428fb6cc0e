package dev.oreo.djl.internal.chat;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.InterpreterFactory;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import org.jspecify.annotations.Nullable;

/**
 * Prints strings as they are, where Jinjava would escape control characters, and booleans as
 * Python's.
 */
final class PythonInterpreter extends JinjavaInterpreter {
  static final InterpreterFactory FACTORY =
      new InterpreterFactory() {
        @Override
        public JinjavaInterpreter newInstance(JinjavaInterpreter original) {
          return new PythonInterpreter(original);
        }

        @Override
        public JinjavaInterpreter newInstance(
            Jinjava jinjava, Context context, JinjavaConfig config) {
          return new PythonInterpreter(jinjava, context, config);
        }
      };

  private PythonInterpreter(JinjavaInterpreter original) {
    super(original);
  }

  private PythonInterpreter(Jinjava jinjava, Context context, JinjavaConfig config) {
    super(jinjava, context, config);
  }

  @Override
  public String getAsString(@Nullable Object value) {
    if (value instanceof String text) {
      return text;
    }
    if (value instanceof Boolean flag) {
      return flag ? "True" : "False";
    }
    return super.getAsString(value);
  }
}
