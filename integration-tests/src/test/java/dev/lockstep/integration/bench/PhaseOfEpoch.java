package dev.lockstep.integration.bench;

import dev.lockstep.v1.Phase;

/** One phase of one epoch. */
record PhaseOfEpoch(long epoch, Phase phase) {}
