package dev.oreo.djl.internal.chat;

import com.hubspot.jinjava.interpret.InterpretException;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.exptest.ExpTest;
import com.hubspot.jinjava.lib.filter.AdvancedFilter;
import com.hubspot.jinjava.objects.SafeString;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Filters and tests whose results are other than Jinjava's own. */
final class PythonFilters {
  private PythonFilters() {}

  /** Takes off what Python takes for white space: Unicode's, not control characters. */
  static final class Trim implements AdvancedFilter {
    @Override
    public String getName() {
      return "trim";
    }

    @Override
    public Object filter(
        @Nullable Object value,
        JinjavaInterpreter interpreter,
        Object[] arguments,
        Map<String, Object> named) {
      if (!named.isEmpty() || arguments.length > 1) {
        throw new InterpretException("trim takes at most one argument, by position");
      }
      String text = value == null ? "" : value.toString();
      return PythonStrings.call("strip", text, arguments);
    }
  }

  /** {@code is iterable} and {@code is sequence}, which are true of strings. */
  static final class OfStringsToo implements ExpTest {
    private final ExpTest test;

    OfStringsToo(ExpTest test) {
      this.test = test;
    }

    @Override
    public String getName() {
      return test.getName();
    }

    @Override
    public boolean evaluate(
        @Nullable Object value, JinjavaInterpreter interpreter, Object... arguments) {
      return value instanceof String
          || value instanceof SafeString
          || test.evaluate(value, interpreter, arguments);
    }
  }
}
