package dev.lockstep.integration.crash;

import dev.lockstep.change.ChangeFile;
import dev.lockstep.change.ChangeFileResult;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.Phase;
import java.util.List;

/**
 * A kind of step that an agent runs, as a leg of an epoch: everything before it is done without faults.
 *
 * @param name for people
 * @param changeFile the change that has such a step
 * @param before phases that are done already
 * @param leg what is cut
 * @param phase the phase that is entered, or undone
 * @param workers how many sessions fill a table at once
 */
record StepKind(String name, String changeFile, List<Phase> before, Leg leg, Phase phase, int workers) {
    StepKind(String name, String changeFile, List<Phase> before, Leg leg, Phase phase) {
        this(name, changeFile, before, leg, phase, 1);
    }

    /** What an agent is doing when contact is lost. */
    enum Leg {
        /** Starting on an empty database: it makes the ledger, adopts the node, receives the first directive and plans. */
        START,
        FORWARD,
        UNDO
    }

    static StepKind start(String change) {
        return new StepKind("start, adoption, plan", change, List.of(), Leg.START, Phase.PREFLIGHT);
    }

    static StepKind forward(String name, String change, Phase phase, Phase... before) {
        return new StepKind(name, change, List.of(before), Leg.FORWARD, phase);
    }

    static StepKind undo(String name, String change, Phase phase, Phase... before) {
        return new StepKind("undo of " + name, change, List.of(before), Leg.UNDO, phase);
    }

    StepKind byWorkers(int count) {
        return new StepKind(name + " by " + count + " workers", changeFile, before, leg, phase, count);
    }

    boolean startsOnEmptyLedger() {
        return leg == Leg.START;
    }

    Change change() {
        ChangeFileResult result = ChangeFile.read("change.yaml", changeFile);
        if (result instanceof ChangeFileResult.Read read) {
            return read.change();
        }
        throw new IllegalStateException("the change file of \"" + name + "\" is wrong: " + result);
    }

    @Override
    public String toString() {
        return name;
    }
}
