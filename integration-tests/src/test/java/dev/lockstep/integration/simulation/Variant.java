package dev.lockstep.integration.simulation;

import java.util.function.Supplier;

/** The protocol as intended, and deliberately broken ones: each of those must be caught. */
enum Variant {
    INTENDED("the protocol as it is", Seams::new);

    private final String description;
    private final Supplier<Seams> seams;

    Variant(String description, Supplier<Seams> seams) {
        this.description = description;
        this.seams = seams;
    }

    String description() {
        return description;
    }

    Seams seams() {
        return seams.get();
    }
}
