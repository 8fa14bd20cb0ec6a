package dev.lockstep.agent;

import dev.lockstep.agent.execute.Pacer;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What the work on nodes takes from the machine besides its threads.
 *
 * @param pacer time and waiting
 * @param random for back-off
 * @param adoptionIds random ids, never the same twice
 */
public record NodeSurroundings(Pacer pacer, RandomGenerator random, Supplier<String> adoptionIds) {
    /** This machine's. */
    public static NodeSurroundings ofSystem() {
        return new NodeSurroundings(
                Pacer.ofSystem(), new SecureRandom(), () -> UUID.randomUUID().toString());
    }
}
