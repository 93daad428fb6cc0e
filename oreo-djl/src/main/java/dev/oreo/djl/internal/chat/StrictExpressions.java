package dev.oreo.djl.internal.chat;

import com.hubspot.jinjava.el.ExtendedSyntaxBuilder;
import com.hubspot.jinjava.el.TruthyTypeConverter;
import com.hubspot.jinjava.el.ext.AdditionOperator;
import com.hubspot.jinjava.el.ext.ExtendedParser;
import com.hubspot.jinjava.el.ext.NamedParameterOperator;
import com.hubspot.jinjava.interpret.InterpretException;
import com.hubspot.jinjava.objects.SafeString;
import java.util.Set;
import java.util.function.Supplier;
import jinjava.de.odysseus.el.ExpressionFactoryImpl;
import jinjava.de.odysseus.el.misc.TypeConverter;
import jinjava.de.odysseus.el.tree.TreeStore;
import jinjava.de.odysseus.el.tree.impl.Builder;
import jinjava.de.odysseus.el.tree.impl.Cache;
import jinjava.de.odysseus.el.tree.impl.Parser;
import jinjava.de.odysseus.el.tree.impl.Scanner;
import jinjava.de.odysseus.el.tree.impl.ast.AstBinary;
import jinjava.de.odysseus.el.tree.impl.ast.AstIdentifier;
import jinjava.de.odysseus.el.tree.impl.ast.AstNode;
import jinjava.javax.el.ExpressionFactory;
import org.jspecify.annotations.Nullable;

/**
 * Expressions in which an undefined variable is not added to a string as "null" and an unknown
 * filter or test is an error.
 */
final class StrictExpressions extends ExtendedSyntaxBuilder {
  private static final long serialVersionUID = 1L;
  private static final int CACHE_SIZE = 1000;
  private static final AstBinary.Operator ADDITION = new StrictAddition();

  private final transient Supplier<Set<String>> known;

  private StrictExpressions(Supplier<Set<String>> known) {
    super(Builder.Feature.METHOD_INVOCATIONS, Builder.Feature.VARARGS);
    this.known = known;
  }

  /** Returns the factory; {@code known} names filters and tests with Jinjava's prefixes. */
  static ExpressionFactory factory(Supplier<Set<String>> known) {
    TreeStore store = new TreeStore(new StrictExpressions(known), new Cache(CACHE_SIZE));
    return new ExpressionFactoryImpl(store, new TruthyTypeConverter());
  }

  @Override
  protected Parser createParser(String expression) {
    return new StrictParser(this, expression, known.get());
  }

  private static final class StrictParser extends ExtendedParser {
    private final Set<String> known;

    StrictParser(Builder context, String input, Set<String> known) {
      super(context, input);
      this.known = known;
    }

    /** Reads {@code name=a - b} as {@code name=(a - b)}, not {@code (name=a) - b}. */
    @Override
    protected AstNode expr(boolean required) throws Scanner.ScanException, ParseException {
      boolean named =
          getToken().getSymbol() == Scanner.Symbol.IDENTIFIER
              && lookahead(0) == NamedParameterOperator.TOKEN;
      if (!named) {
        return super.expr(required);
      }
      AstNode name = identifier(consumeToken().getImage());
      consumeToken();
      return getExtensionHandler(NamedParameterOperator.TOKEN).createAstNode(name, expr(true));
    }

    @Override
    protected AstBinary createAstBinary(AstNode left, AstNode right, AstBinary.Operator operator) {
      boolean addition = operator instanceof AdditionOperator;
      return super.createAstBinary(left, right, addition ? ADDITION : operator);
    }

    @Override
    protected AstIdentifier createAstIdentifier(String name, int index) {
      boolean prefixed = name.startsWith(FILTER_PREFIX) || name.startsWith(EXPTEST_PREFIX);
      if (prefixed && !known.contains(name)) {
        throw new InterpretException(
            "%s must be known, got none of that name"
                .formatted(
                    name.replace(FILTER_PREFIX, "filter ").replace(EXPTEST_PREFIX, "test ")));
      }
      return super.createAstIdentifier(name, index);
    }
  }

  private static final class StrictAddition extends AdditionOperator {
    @Override
    protected Object apply(TypeConverter converter, @Nullable Object left, @Nullable Object right) {
      if (left == null || right == null || isText(left) != isText(right)) {
        throw new InterpretException(
            "+ must have two strings or two others, got %s and %s"
                .formatted(describe(left), describe(right)));
      }
      return super.apply(converter, left, right);
    }

    private static boolean isText(Object value) {
      return value instanceof String || value instanceof SafeString;
    }

    private static String describe(@Nullable Object value) {
      if (value == null) {
        return "something undefined";
      }
      return isText(value) ? "\"" + value + "\"" : value.toString();
    }
  }
}
