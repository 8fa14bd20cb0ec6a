package dev.lockstep.integration.spec;

import static java.util.Map.entry;

import java.util.Map;

/** What is expected of each configuration of the specification. */
final class Configurations {
    /** Intended ones that take seconds, and how many distinct states TLC must see at least. */
    static final Map<String, Integer> QUICK = Map.of("intended/DeadNode", 550);

    /** Intended ones that take longer. */
    static final Map<String, Integer> LONG = Map.of(
            "intended/LiveCrash", 57_000,
            "intended/LiveSuccession", 40_000,
            "intended/Roster", 45_000,
            "intended/Restored", 83_000,
            "intended/CrashAndSuccession", 380_000,
            "intended/Bigger", 315_000);

    /** Variants with one rule taken away, and the invariant that must not hold then. */
    static final Map<String, String> BROKEN = Map.ofEntries(
            entry("broken/OpenWithoutAcknowledgements", "Adjacent"),
            entry("broken/CountInsteadOfNames", "Adjacent"),
            entry("broken/NoCompareAndSet", "Agree"),
            entry("broken/NoTermCheck", "StaleNeverDecides"),
            entry("broken/FenceByTerm", "ExactlyOnceInOrder"),
            entry("broken/NoPositionCheck", "QuietBeforeUndo"),
            entry("broken/LedgerFirst", "ExactlyOnceInOrder"),
            entry("broken/DdlFirst", "ExactlyOnceInOrder"),
            entry("broken/NoProbe", "ExactlyOnceInOrder"),
            entry("broken/LateJoinsEmpty", "Adjacent"),
            entry("broken/LateJoinsUnchecked", "Adjacent"),
            entry("broken/ReportBeforeDurable", "AckTruth"),
            entry("broken/AnswerBeforeCounted", "AnsweredIsKept"),
            entry("broken/PublishBeforeCounted", "LogFirst"),
            entry("broken/UndoWithoutHalt", "QuietBeforeUndo"),
            entry("broken/UndoWithoutAcknowledgements", "Barrier"),
            entry("broken/MandateNotCheckedAtCommit", "QuietBeforeUndo"),
            entry("broken/BackupCountsAsThrough", "EndsAlike"),
            entry("broken/ContractWithWaiver", "NoDestructiveEarly"),
            entry("broken/ContractWithoutRelease", "NoDestructiveEarly"),
            entry("broken/PredecessorNotEnded", "ExactlyOnceInOrder"));

    /** Variants in which nothing bad happens, but the epoch does not end either. */
    static final Map<String, String> NOT_LIVE =
            Map.of("broken/NoRepublishing", "Terminates", "broken/DeadNodeTerminates", "Terminates");

    private Configurations() {}
}
