package dev.lockstep.change;

import dev.lockstep.v1.Change;
import java.util.List;

/** What reading a change file gives: the change, or everything that is wrong with the file. */
public sealed interface ChangeFileResult {

    /**
     * The file is right as far as can be told without a database.
     *
     * @param change with the lines of its operations
     */
    record Read(Change change) implements ChangeFileResult {}

    /**
     * The file is wrong.
     *
     * @param problems all of them, sorted by place; never empty
     */
    record Problems(List<Problem> problems) implements ChangeFileResult {
        public Problems {
            problems = List.copyOf(problems);
        }
    }
}
