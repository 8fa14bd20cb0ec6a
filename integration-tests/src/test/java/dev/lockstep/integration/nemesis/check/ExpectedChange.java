package dev.lockstep.integration.nemesis.check;

import java.util.Set;

/**
 * What a change does where it is completed.
 *
 * @param added lines of the catalog
 * @param removed lines of the catalog
 * @param isWitnessed whether a step of it leaves a row that shows how often it ran
 */
public record ExpectedChange(Set<String> added, Set<String> removed, boolean isWitnessed) {}
