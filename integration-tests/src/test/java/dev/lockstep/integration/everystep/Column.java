package dev.lockstep.integration.everystep;

/**
 * A column as an application knows it.
 *
 * @param type as the server writes it
 * @param notNull whether it must have a value
 * @param leftToServer whether the server numbers or computes it
 * @param computed whether the server computes it from others
 * @param longest how many characters fit; 0 for any number
 * @param label a value of an enum; empty for other types and for an enum without values
 */
record Column(
        String name, String type, boolean notNull, boolean leftToServer, boolean computed, int longest, String label) {}
