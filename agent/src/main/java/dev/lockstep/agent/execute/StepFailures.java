package dev.lockstep.agent.execute;

import dev.lockstep.agent.engine.SqlFailure;
import dev.lockstep.fingerprint.Catalog;
import dev.lockstep.v1.FailureKind;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.StepFailed;
import java.util.List;

/** Failures of steps, in the words of people. */
final class StepFailures {
    private static final String TAKEN_OUT =
            "Somebody changed this partition, or took it out otherwise than the plan does. Where the plan drops it, drop the table by hand or attach it again;"
                    + " where it keeps the table, make the partition again, with its rows from a backup or empty. Then resume the epoch.";

    private StepFailures() {}

    static StepFailed refused(StepWork work, SqlFailure server) {
        return of(work, FailureKind.REFUSED)
                .setServerMessage(server.message())
                .setSqlState(server.sqlState())
                .setAdvice(adviceOn(server) + onPartitions(work))
                .build();
    }

    /** What always helps against a partition in the way: one that is gone is passed over. */
    private static String onPartitions(StepWork work) {
        if (work.takesOutPartition()) {
            return " If a detach of it was begun without locks and broken off, end that one first (DETACH PARTITION … FINALIZE).";
        }
        return work.step().getPartitionsCount() == 0
                ? ""
                : " If it is about a partition that was made anew, attached again or changed since the plan, detach that one,"
                        + " resume, and attach it when the epoch has ended; until then its rows are not the table's.";
    }

    static StepFailed lockNotGiven(
            StepWork work, SqlFailure server, List<String> blockers, int tries, long waitedMillis) {
        String held = blockers.isEmpty() ? "nobody could be named" : String.join("; ", blockers);
        return of(work, FailureKind.RETRYABLE)
                .setServerMessage(server.message())
                .setSqlState(server.sqlState())
                .setAdvice("Tried " + tries + (tries == 1 ? " time" : " times") + " in " + waitedMillis / 1000
                        + " s. In the way: " + held
                        + ". End that session or wait for it, then resume the epoch.")
                .build();
    }

    static StepFailed changed(StepWork work, String found) {
        return of(work, FailureKind.CHANGED)
                .setServerMessage("expected the objects of " + work + " to be as they were planned, found " + found)
                .setAdvice(
                        work.takesOutPartition()
                                ? TAKEN_OUT
                                : "Somebody changed the schema beside the epoch. Put the object back as the plan shows it and"
                                        + " resume, or roll the epoch back." + onPartitions(work))
                .build();
    }

    static StepFailed replaced(StepWork work, List<String> others) {
        return of(work, FailureKind.CHANGED)
                .setServerMessage("expected the partitions of " + work + " to be there or gone, found that "
                        + String.join("; ", others))
                .setAdvice(
                        "Give it the name from before, if it is the same table; else detach it. Then resume the epoch, and"
                                + " attach it again when the epoch has ended; or roll the epoch back.")
                .build();
    }

    static StepFailed torn(StepWork work, String found) {
        return of(work, FailureKind.TORN)
                .setServerMessage(found)
                .setAdvice("Look at the node: make the effect of this step whole or remove it by hand, then resume the"
                        + " epoch or roll it back." + onPartitions(work))
                .build();
    }

    static StepFailed unprovable(StepWork work) {
        return of(work, FailureKind.REFUSED)
                .setServerMessage("expected something that tells after a crash whether " + work
                        + " ran, but the plan names no effect and no done_when")
                .setAdvice("Roll the epoch back, and give the step a done_when.")
                .build();
    }

    static StepFailed order(NextAction.RefuseOrder refused) {
        return StepFailed.newBuilder()
                .setPhase(refused.phase())
                .setStep(refused.step())
                .setKind(FailureKind.REFUSED)
                .setServerMessage(refused.reason())
                .setAdvice(refused.advice())
                .build();
    }

    static StepFailed planning(SqlFailure server) {
        return StepFailed.newBuilder()
                .setPhase(Phase.PREFLIGHT)
                .setSummary("make the plan")
                .setKind(FailureKind.REFUSED)
                .setServerMessage(server.message())
                .setSqlState(server.sqlState())
                .setAdvice(adviceOn(server))
                .build();
    }

    private static String adviceOn(SqlFailure server) {
        return server.advice().isEmpty()
                ? "Repair what the server names on this node, then resume the epoch; or roll it back."
                : server.advice() + "; then resume the epoch, or roll it back.";
    }

    /** What is found in the place of a step's objects. */
    static String describe(StepWork work, Catalog live) {
        StringBuilder text = new StringBuilder();
        for (String path : work.ends().keySet()) {
            if (!text.isEmpty()) {
                text.append(", ");
            }
            text.append(path)
                    .append(": ")
                    .append(live.definition(path)
                            .map(found -> "\"" + found + "\"")
                            .orElse("absent"));
        }
        return text.isEmpty() ? "that its done_when says otherwise" : text.toString();
    }

    static StepFailed.Builder of(StepWork work, FailureKind kind) {
        return StepFailed.newBuilder()
                .setPhase(work.step().getPhase())
                .setStep(work.step().getNumber())
                .setSummary(work.step().getSummary())
                .setKind(kind);
    }
}
