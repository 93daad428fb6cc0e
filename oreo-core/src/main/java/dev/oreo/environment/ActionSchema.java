package dev.oreo.environment;

import java.util.List;

/**
 * An action of a domain over variables. Its parameters have the slots 0, 1, ...; quantified
 * variables have later ones, {@code slots} in all.
 */
record ActionSchema(
    PddlNode node,
    String name,
    List<Variable> parameters,
    Condition precondition,
    List<Effect> effects,
    int slots) {}
