package dev.oreo.environment;

import java.util.List;

/**
 * One change of an action: for all objects in the variables' places, when the condition holds
 * before the action, the fact becomes true, or false.
 */
record Effect(List<Variable> forAll, Condition when, Condition.Atom atom, boolean becomes) {}
