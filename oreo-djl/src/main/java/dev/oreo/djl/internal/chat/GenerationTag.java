package dev.oreo.djl.internal.chat;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.tag.Tag;
import com.hubspot.jinjava.tree.Node;
import com.hubspot.jinjava.tree.TagNode;

/** The block that marks what the assistant wrote, which rendering leaves as it is. */
final class GenerationTag implements Tag {
  private static final long serialVersionUID = 1L;

  @Override
  public String getName() {
    return "generation";
  }

  @Override
  public String getEndTagName() {
    return "endgeneration";
  }

  @Override
  public String interpret(TagNode node, JinjavaInterpreter interpreter) {
    StringBuilder text = new StringBuilder();
    for (Node child : node.getChildren()) {
      text.append(child.render(interpreter).getValue());
    }
    return text.toString();
  }
}
