package dev.lockstep.agent.execute;

import dev.lockstep.agent.ledger.Mandate;
import dev.lockstep.v1.Step;

/**
 * What the ranges of one backfill have in common. Thread-safe.
 *
 * @param pace of all of them together
 */
record BackfillWork(
        Mandate mandate,
        Step step,
        BackfillSplit split,
        WorkLimits limits,
        WorkWatch watch,
        Pacer pacer,
        Throttle throttle,
        BackfillPace pace,
        Tidying tidying,
        StrainWatch strain,
        StepMeter meter,
        BackfillHands hands) {}
