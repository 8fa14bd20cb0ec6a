package dev.lockstep.integration.mysql;

import dev.lockstep.change.ChangeFile;
import dev.lockstep.change.ChangeFileResult;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.ObjectChange;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A folder with a setup, a change file, and the plan that is expected of each family. */
record Scenario(Path folder) {

    private static final Path FOLDER = Path.of("..", "agent", "src", "test", "resources", "mysql");

    static List<Scenario> all() throws IOException {
        try (var folders = Files.list(FOLDER)) {
            return folders.filter(Files::isDirectory)
                    .sorted()
                    .map(Scenario::new)
                    .toList();
        }
    }

    static Scenario named(String name) {
        return new Scenario(FOLDER.resolve(name));
    }

    String setup() throws IOException {
        return Files.readString(folder.resolve("setup.sql"));
    }

    /** What writers of the old shape run, again and again; empty for nothing. */
    String oldWriter() throws IOException {
        return optional("old-writer.sql");
    }

    /** What writers of the new shape run, again and again; empty for nothing. */
    String newWriter() throws IOException {
        return optional("new-writer.sql");
    }

    private String optional(String file) throws IOException {
        return Files.exists(folder.resolve(file)) ? Files.readString(folder.resolve(file)) : "";
    }

    Change change() throws IOException {
        return change(folder.resolve("change.yaml").toString(), Files.readString(folder.resolve("change.yaml")));
    }

    static Change change(String name, String text) {
        ChangeFileResult result = ChangeFile.read(name, text);
        if (result instanceof ChangeFileResult.Read read) {
            return read.change();
        }
        throw new AssertionError("expected a change that can be read, found " + result);
    }

    Path golden(String family) {
        return folder.resolve("plan-" + family + ".txt");
    }

    /** A plan as people read it; hashes left out. */
    static String shown(Plan plan) {
        StringBuilder text = new StringBuilder();
        for (Step step : plan.getStepsList()) {
            text.append(step.getNumber())
                    .append(' ')
                    .append(step.getPhase())
                    .append(' ')
                    .append(step.getSummary())
                    .append("\n  for: ")
                    .append(step.getOperation())
                    .append("\n");
            step.getStatement().getSqlList().forEach(sql -> line(text, "run", sql));
            line(text, "done when", step.getStatement().getDoneWhen());
            if (step.hasBackfill()) {
                line(
                        text,
                        "set",
                        step.getBackfill().getColumn() + " = "
                                + step.getBackfill().getValue());
                line(text, "where", step.getBackfill().getCondition());
                line(text, "by", String.join(", ", step.getBackfill().getKeyColumnsList()));
            }
            line(text, "expect no row", step.getCheck().getQuery());
            line(text, "lock", step.getLock());
            for (ObjectChange effect : step.getEffectsList()) {
                String what = effect.getBefore().isEmpty()
                        ? "adds"
                        : effect.getAfter().isEmpty() ? "drops" : "alters";
                line(text, what, effect.getPath());
            }
            step.getUndo().getSqlList().forEach(sql -> line(text, "undo", sql));
            line(text, "undo loses", step.getUndo().getLoses());
            line(text, "no undo", step.getUndo().getIrreversible());
            line(text, "because", step.getReason());
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String word, String value) {
        if (!value.isEmpty()) {
            text.append("  ").append(word).append(": ").append(value).append('\n');
        }
    }

    @Override
    public String toString() {
        return folder.getFileName().toString().toLowerCase(Locale.ROOT);
    }
}
