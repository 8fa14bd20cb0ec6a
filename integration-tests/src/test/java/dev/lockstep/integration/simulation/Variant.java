package dev.lockstep.integration.simulation;

import dev.lockstep.v1.Order;
import java.util.List;
import java.util.function.Supplier;

/** The protocol as intended, and deliberately broken ones: each of those must be caught, except where it is said to be harmless. */
enum Variant {
    INTENDED("the protocol as it is", Seams::new),
    LEDGER_FIRST("the ledger's rows are committed before the effect of the step", BrokenLedgers.LedgerFirst::new),
    EFFECT_FIRST("the effect of a step is committed before the ledger's rows", BrokenLedgers.EffectFirst::new),
    NO_INTENT("what cannot be in a transaction begins without a row in the ledger", BrokenLedgers.NoIntent::new),
    COMMIT_NOT_DURABLE("the database answers before a commit is safe", BrokenLedgers.LosesCommits::new),
    MANDATE_NOT_CHECKED("work goes on under a mandate that was replaced", BrokenLedgers.MandateNotChecked::new),
    INCARNATION_NOT_CHECKED("an agent does not look who serves the node now", BrokenLedgers.IncarnationNotChecked::new),
    SESSION_NOT_ENDED("a successor starts beside the session of the one before", BrokenLedgers.SessionNotEnded::new),
    STATEMENT_NOT_AWAITED(
            "a successor does not wait for a statement that outlives its client",
            BrokenLedgers.StatementNotAwaited::new),
    PROBE_SKIPPED(
            "after a crash a begun step is run again without a look", () -> new BrokenLedgers.ProbeSkipped(false)),
    BEGUN_MEANS_DONE("after a crash a begun step is taken for done", () -> new BrokenLedgers.ProbeSkipped(true)),
    STATEMENT_REWRITTEN("an agent runs what is not in the plan", BrokenLedgers.StatementRewritten::new),
    BACKFILL_ENDS_EARLY("a backfill ends before the last row", BrokenLedgers.BackfillEndsEarly::new),
    FINGERPRINT_FROM_BEFORE("a fingerprint is reported from memory", BrokenLedgers.FingerprintFromBefore::new),
    REPORTED_BEFORE_COMMIT("an outcome is reported before it is durable", BrokenLedgers.ReportedBeforeCommit::new),
    HALT_WITHOUT_SETTLING("HALT is acknowledged with a begun step", BrokenLedgers.HaltWithoutSettling::new),
    PHASE_FINISHED_EARLY("a phase is reported with a step left", BrokenLedgers.PhaseFinishedEarly::new),
    PAUSE_IGNORED("PAUSE does not replace the mandate", () -> new BrokenAgents.OrderIgnored(Order::hasPause)),
    HALT_IGNORED("HALT does not replace the mandate", () -> new BrokenAgents.OrderIgnored(Order::hasHalt)),
    CLOSE_IGNORED("the end of an epoch does not end its mandate", () -> new BrokenAgents.OrderIgnored(Order::hasClose)),
    BINDS_EVERYBODY("an order to some nodes is taken by all", BrokenAgents.BindsEverybody::new),
    NUMBERS_NOT_CHECKED(
            "a later directive is received in the place of an earlier one", BrokenAgents.NumbersNotChecked::new),
    UNSIGNED_ACCEPTED("agents do not check signatures", BrokenAgents.UnsignedAccepted::new),
    HALT_ACKNOWLEDGED_ON_RECEIPT(
            "HALT is acknowledged when it is received", BrokenAgents.HaltAcknowledgedOnReceipt::new),
    REPORTED_ONCE("a report is not repeated", BrokenAgents.ReportedOnce::new),
    ACKNOWLEDGED_BEFORE_IT_COUNTS(
            "a report is acknowledged before it counts", BrokenAgents.AcknowledgedBeforeItCounts::new),
    GATE_KEPT("an agent never leaves a gate", BrokenAgents.GateKept::new),
    BARRIER_BY_COUNT("one node's acknowledgement counts for another", decides(BrokenCoordinators::countsForAnother)),
    UNDO_BEFORE_ALL_HALTS("the way back opens after the first halt", decides(BrokenCoordinators::haltsForAll)),
    RELEASE_BY_ITSELF("RELEASE waits for nobody", decides(BrokenCoordinators::releasesByItself)),
    ROSTER_FORGETS_A_NODE("an epoch binds all nodes but one", decides(BrokenCoordinators::forgetsANode)),
    APPROVES_OTHER_PLANS("the approval is of other plans", decides(BrokenCoordinators::approvesOtherPlans)),
    CLOSES_EARLY("an epoch completes with its first node", decides(BrokenCoordinators::closesEarly)),
    REPORT_COUNTED_TWICE(
            "a report counts once for each time that it comes",
            decides((world, event) -> event.hasPhaseAcknowledged() ? List.of(event, event) : List.of(event))),
    PAUSE_NOT_JOURNALED(
            "a pause is told to the nodes and not decided",
            decides((world, event) -> event.hasEpochPaused() ? List.of() : List.of(event))),
    ROLLBACK_NOT_JOURNALED(
            "a rollback is told to the nodes and not decided",
            decides((world, event) -> event.hasRollbackStarted() ? List.of() : List.of(event))),
    NO_COMPARE_AND_SET("whatever is appended counts", BrokenCoordinators.NoCompareAndSet::new),
    PUBLISHED_BEFORE_IT_COUNTS(
            "directives are published before their entry counts", BrokenCoordinators.PublishedBeforeItCounts::new),
    ANSWERED_BEFORE_IT_COUNTS("people are answered before it counts", BrokenCoordinators.AnsweredBeforeItCounts::new),
    STALE_APPROVAL_ACCEPTED("an approval is not bound to the plans", BrokenCoordinators.StaleApprovalAccepted::new),
    CLAIMS_REPEAT_THEIR_ID("claims have no id of their own", BrokenCoordinators.ClaimsRepeatTheirId::new),
    JOINS_WITHOUT_COMPARING("whoever asks is let in, whatever its schema", BrokenRosters.JoinsWithoutComparing::new),
    JOINS_AS_AN_EPOCH_OPENS(
            "whoever waits is let in while an epoch is open", decides(BrokenRosters::joinsAsAnEpochOpens)),
    REGISTERS_WHO_COMES_LATE(
            "a node that comes after the first epoch is a member at once",
            decides(BrokenRosters::registersWhoComesLate)),
    DISMISS_IGNORED(
            "a node that has left goes on with what was ordered before",
            () -> new BrokenAgents.OrderIgnored(Order::hasDismiss)),
    LEAVES_WHEN_ASKED("a node leaves without an approval", decides(BrokenRosters::leavesWhenAsked)),
    LEAVER_KEEPS_ITS_GATE("a node that has left stays behind its gates", BrokenRosters.LeaverKeepsItsGate::new),
    WAIVER_UP_TO_CONTRACT("a waiver passes CONTRACT, too", decides(BrokenRosters::waiverUpToContract)),
    WAIVER_ENDS_WITH_ITS_PHASE(
            "a waived node has not to catch up with what it missed", decides(BrokenRosters::waiverEndsWithItsPhase)),
    LEFT_OUT_IN_ANY_PHASE(
            "a failed node is quarantined after PREFLIGHT, too", decides(BrokenRosters::leftOutInAnyPhase)),
    BINDS_WHO_IS_BEHIND("an epoch binds quarantined nodes", decides(BrokenRosters::bindsWhoIsBehind)),
    BACKUP_TAKEN_FOR_THE_NODE("an older backup is not told from its node", BrokenRosters.BackupTakenForTheNode::new),
    BACKUP_COUNTS_AS_THROUGH(
            "an older backup that is let in counts as through with what its node had said",
            decides(BrokenRosters::countsAsThrough)),
    GATE_OPEN_TO_ALL("harmless: gates let everybody in; no invariant rests on them", BrokenAgents.GateOpenToAll::new);

    private final String description;
    private final Supplier<Seams> seams;

    Variant(String description, Supplier<Seams> seams) {
        this.description = description;
        this.seams = seams;
    }

    private static Supplier<Seams> decides(
            java.util.function.BiFunction<World, dev.lockstep.v1.Event, List<dev.lockstep.v1.Event>> instead) {
        return () -> new BrokenCoordinators.Decides(instead);
    }

    String description() {
        return description;
    }

    /** Whether it must be caught. */
    boolean isBroken() {
        return this != INTENDED && this != GATE_OPEN_TO_ALL;
    }

    Seams seams() {
        return seams.get();
    }
}
