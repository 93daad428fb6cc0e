package dev.oreo.djl.internal.chat;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import com.hubspot.jinjava.el.JinjavaInterpreterResolver;
import java.beans.FeatureDescriptor;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import jinjava.javax.el.CompositeELResolver;
import jinjava.javax.el.ELContext;
import jinjava.javax.el.ELResolver;
import org.jspecify.annotations.Nullable;

/** Makes strings and lists answer as Python's, in place of Java's methods and properties. */
final class PythonValues extends ELResolver {
  /** What {@code [::-1]} is rewritten to, as Jinjava's slices have no step. */
  static final String REVERSED = "__reversed__";

  private PythonValues() {}

  /** Returns a resolver that asks Jinjava for everything else. */
  static ELResolver resolver() {
    CompositeELResolver resolver = new CompositeELResolver();
    resolver.add(new PythonValues());
    resolver.add(JinjavaInterpreterResolver.DEFAULT_RESOLVER_READ_ONLY);
    return resolver;
  }

  /** Returns a character for an index; any other property of a string is undefined. */
  @Override
  public @Nullable Object getValue(ELContext context, @Nullable Object base, Object property) {
    if (!(base instanceof String text)) {
      return null;
    }
    context.setPropertyResolved(true);
    Integer index = Ints.tryParse(property.toString());
    if (index == null) {
      return null;
    }
    int position = index < 0 ? index + text.length() : index;
    return position < 0 || position >= text.length()
        ? null
        : text.substring(position, position + 1);
  }

  @Override
  public @Nullable Object invoke(
      ELContext context,
      @Nullable Object base,
      Object method,
      Class<?> @Nullable [] types,
      Object @Nullable [] arguments) {
    boolean reversed = method.toString().equals(REVERSED);
    if (base instanceof List<?> list && reversed) {
      context.setPropertyResolved(true);
      return ImmutableList.copyOf(list).reverse();
    }
    if (!(base instanceof String text)) {
      return null;
    }
    context.setPropertyResolved(true);
    Object[] given = arguments == null ? new Object[0] : arguments;
    return reversed
        ? PythonStrings.reverse(text)
        : PythonStrings.call(method.toString(), text, given);
  }

  @Override
  public boolean isReadOnly(ELContext context, @Nullable Object base, Object property) {
    return true;
  }

  @Override
  public void setValue(
      ELContext context, @Nullable Object base, Object property, @Nullable Object value) {}

  @Override
  public @Nullable Class<?> getType(ELContext context, @Nullable Object base, Object property) {
    return null;
  }

  @Override
  public Class<?> getCommonPropertyType(ELContext context, @Nullable Object base) {
    return Object.class;
  }

  @Override
  public Iterator<FeatureDescriptor> getFeatureDescriptors(
      ELContext context, @Nullable Object base) {
    return Collections.emptyIterator();
  }
}
