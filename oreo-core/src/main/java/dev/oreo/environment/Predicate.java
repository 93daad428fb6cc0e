package dev.oreo.environment;

/** A predicate of a domain, with its number there. */
record Predicate(String name, int number, int arity) {}
