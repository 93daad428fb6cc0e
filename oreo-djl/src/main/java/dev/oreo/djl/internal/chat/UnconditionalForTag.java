package dev.oreo.djl.internal.chat;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.interpret.TemplateSyntaxException;
import com.hubspot.jinjava.lib.tag.ForTag;
import com.hubspot.jinjava.tree.TagNode;
import java.util.regex.Pattern;

/** Refuses {@code for x in list if condition}, which Jinjava would take for an empty list. */
final class UnconditionalForTag extends ForTag {
  private static final long serialVersionUID = 1L;
  private static final Pattern CONDITION =
      Pattern.compile("\\sif\\s(?!.*\\selse\\s)", Pattern.DOTALL);

  @Override
  public String interpretUnchecked(TagNode node, JinjavaInterpreter interpreter) {
    if (CONDITION.matcher(node.getHelpers()).find()) {
      throw new TemplateSyntaxException(
          interpreter, node.getMaster().getImage(), "for with a condition (not implemented)");
    }
    return super.interpretUnchecked(node, interpreter);
  }
}
