package dev.oreo.djl.internal.chat;

import com.google.common.collect.Iterables;
import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.el.ext.ExtendedParser;
import com.hubspot.jinjava.interpret.InterpretException;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.exptest.IsIterableExpTest;
import com.hubspot.jinjava.lib.exptest.IsSequenceExpTest;
import com.hubspot.jinjava.loader.ResourceNotFoundException;
import java.time.Clock;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import jinjava.javax.el.ExpressionFactory;

/** Jinjava set up as transformers sets up Jinja: trimmed blocks, no loaders, no escaping. */
final class PythonicJinjava extends Jinjava {
  /** Far above any conversation, far below the heap. */
  private static final long MAX_CHARACTERS = 1L << 26;

  private final ExpressionFactory expressions = StrictExpressions.factory(this::knownNames);

  private PythonicJinjava(JinjavaConfig config) {
    super(config);
  }

  static Jinjava create(Clock clock) {
    PythonicJinjava jinjava = new PythonicJinjava(config(clock));
    jinjava.setResourceLocator(
        (name, charset, interpreter) -> {
          throw new ResourceNotFoundException("a chat template has nothing to load, got " + name);
        });
    TemplateFunctions.definitions().forEach(jinjava::registerFunction);
    jinjava.registerTag(new GenerationTag());
    jinjava.registerTag(new UnconditionalForTag());
    jinjava.registerFilter(new PythonJson());
    jinjava.registerFilter(new PythonFilters.Trim());
    jinjava.registerExpTest(new PythonFilters.OfStringsToo(new IsIterableExpTest()));
    jinjava.registerExpTest(new PythonFilters.OfStringsToo(new IsSequenceExpTest()));
    return jinjava;
  }

  private static JinjavaConfig config(Clock clock) {
    return JinjavaConfig.newBuilder()
        .withTrimBlocks(true)
        .withLstripBlocks(true)
        .withNestedInterpretationEnabled(false) // a message is not a template
        .withMaxOutputSize(MAX_CHARACTERS)
        .withMaxStringLength(MAX_CHARACTERS)
        .withTimeZone(clock.getZone())
        .withDateTimeProvider(clock::millis)
        .withElResolver(PythonValues.resolver())
        .withInterperterFactory(PythonInterpreter.FACTORY)
        .withLegacyOverrides(
            LegacyOverrides.newBuilder()
                .withEvaluateMapKeys(true)
                .withIterateOverMapKeys(true)
                .withUsePyishObjectMapper(true)
                .withUseNaturalOperatorPrecedence(true)
                .withParseWhitespaceControlStrictly(true)
                .withAllowAdjacentTextNodes(true)
                .withUseTrimmingForNotesAndExpressions(true)
                .withKeepNullableLoopValues(true)
                .build())
        .build();
  }

  private Set<String> knownNames() {
    Set<String> names = new HashSet<>();
    getGlobalContext()
        .getAllFilters()
        .forEach(filter -> names.add(ExtendedParser.FILTER_PREFIX + filter.getName()));
    getGlobalContext()
        .getAllExpTests()
        .forEach(test -> names.add(ExtendedParser.EXPTEST_PREFIX + test.getName()));
    return names;
  }

  @Override
  public ExpressionFactory getExpressionFactory() {
    return expressions;
  }

  /** Parses a template's blocks without rendering it. */
  static Optional<TemplateError> firstSyntaxError(Jinjava jinjava, String source) {
    JinjavaInterpreter interpreter = jinjava.newInterpreter();
    try {
      interpreter.parse(source);
      return Optional.ofNullable(Iterables.getFirst(interpreter.getErrorsCopy(), null));
    } catch (InterpretException e) {
      return Optional.of(TemplateError.fromSyntaxError(e));
    }
  }
}
