package dev.oreo.environment;

/** A variable: its name without the question mark, its type's number and its slot. */
record Variable(String name, int type, int slot) {}
