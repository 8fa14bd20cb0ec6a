package dev.lockstep.integration.postgres.random;

import java.util.List;

/** One operation as a change file says it, and the plain statements that a person would run for it. */
record Wanted(String operation, List<String> plain, List<String> fills) {
    Wanted(String operation, String... plain) {
        this(operation, List.of(plain), List.of());
    }

    /** What a step back leaves filled, as docs/postgres.md says. */
    Wanted filling(String column) {
        return new Wanted(operation, plain, List.of(column));
    }

    String kind() {
        return operation.substring(0, operation.indexOf(':'));
    }
}
