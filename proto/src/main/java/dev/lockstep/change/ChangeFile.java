package dev.lockstep.change;

import dev.lockstep.v1.Change;
import java.util.Optional;

/** Reads change files. */
public final class ChangeFile {
    private ChangeFile() {}

    /**
     * Reads a change file, YAML or JSON. Never throws for what is in the text.
     *
     * @param fileName for messages
     * @param text the file's content
     * @return the change, or every problem that can be found without a database
     */
    public static ChangeFileResult read(String fileName, String text) {
        ProblemLog problems = new ProblemLog(fileName);
        Optional<Change> change =
                new YamlText(text, problems).document().flatMap(root -> ChangeForm.SHAPE.read(root, problems));
        if (change.isPresent() && problems.isEmpty()) {
            return new ChangeFileResult.Read(change.get());
        }
        return new ChangeFileResult.Problems(problems.sorted());
    }
}
