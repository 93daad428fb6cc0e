package dev.oreo.environment;

import java.util.List;

/** The command and the answer of an action, over the slots of its parameters and some more. */
record ActionText(List<TextNode> template, List<TextNode> feedback, int slots) {}
