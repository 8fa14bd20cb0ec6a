package dev.lockstep.agent.execute;

import dev.lockstep.agent.ledger.LogRow;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the ledger says of a step. */
public enum StepState {
    /** Nothing of it should be there. */
    NOT_DONE,
    /** It was begun: only the catalog knows how far it got. */
    BEGUN,
    /** Its effect is there. */
    DONE,
    /** Its undo was begun: only the catalog knows how far it got. */
    UNDO_BEGUN;

    /** The state of each step that the log names; every other one is {@link #NOT_DONE}. */
    public static Map<Integer, StepState> fold(List<LogRow> log) {
        Map<Integer, StepState> states = new TreeMap<>();
        for (LogRow row : log) {
            switch (row.kind()) {
                case BEGIN -> states.put(row.step(), BEGUN);
                case DONE, UNDO_ABANDONED -> states.put(row.step(), DONE);
                case ABANDONED, UNDONE -> states.put(row.step(), NOT_DONE);
                case UNDO_BEGIN -> states.put(row.step(), UNDO_BEGUN);
                case ADOPTED, ADMITTED, DISMISSED, INCARNATION, OUTCOME -> {
                    // About no step.
                }
            }
        }
        return states;
    }
}
