package dev.lockstep.coordinator.reverse;

import dev.lockstep.change.ChangeFile;
import dev.lockstep.change.ChangeFileResult;
import dev.lockstep.v1.PerEngine;
import java.util.ArrayList;
import java.util.List;

/** An operation of a generated file: what it loses or lacks, and the operation itself where it can be said. */
final class Draft {
    private final List<String> remarks = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final List<Draft> next = new ArrayList<>();
    private final String head;
    private boolean whole = true;

    Draft() {
        this(false);
    }

    /** @param hasViews whether the file that it is for gives each version of the application its own */
    Draft(boolean hasViews) {
        head = "change: probe\nfleet: probe\n" + (hasViews ? "views: {before: one, after: other}\n" : "")
                + "operations:\n";
    }

    /** Something that its reader must know; the operation is right all the same. */
    Draft remark(String text) {
        remarks.add(text);
        return this;
    }

    /** Something that only a person can add. */
    Draft fillIn(String text) {
        whole = false;
        remarks.add("fill in: " + text);
        return this;
    }

    /** There is no operation for it. */
    Draft notYet(String text) {
        whole = false;
        remarks.add("not yet: " + text);
        return this;
    }

    /** A line of the operation, without the indentation of the list. */
    Draft line(String text) {
        lines.add(text);
        return this;
    }

    /** Another operation after it that belongs to the same way back. */
    Draft then(Draft other) {
        next.add(other);
        return this;
    }

    /** Whether its reader has nothing to add, neither here nor in what follows. */
    boolean isWhole() {
        boolean isSaid = lines.isEmpty() ? !next.isEmpty() : isRight();
        return whole && isSaid && next.stream().allMatch(Draft::isWhole);
    }

    /** Whether there is an operation that can be read; what cannot is shown as a comment. */
    boolean hasOperation() {
        return isRight() || next.stream().anyMatch(Draft::hasOperation);
    }

    private boolean isRight() {
        return !lines.isEmpty() && problems().isEmpty();
    }

    private List<String> problems() {
        String file = head + String.join("\n", indented("")) + "\n";
        return ChangeFile.read("reverse.yaml", file) instanceof ChangeFileResult.Problems wrong
                ? wrong.problems().stream().map(problem -> problem.message()).toList()
                : List.of();
    }

    List<String> text() {
        List<String> text = new ArrayList<>();
        remarks.forEach(remark -> text.add("  # " + remark));
        if (isRight()) {
            text.addAll(indented(""));
        } else if (!lines.isEmpty()) {
            problems().forEach(problem -> text.add("  # fill in: " + problem));
            text.addAll(indented("# "));
        }
        next.forEach(each -> text.addAll(each.text()));
        return text;
    }

    private List<String> indented(String mark) {
        List<String> item = new ArrayList<>();
        for (String line : lines) {
            item.add("  " + mark + (item.isEmpty() ? "- " : "    ") + line);
        }
        return item;
    }

    /** A text for each engine. */
    static String perEngine(PerEngine text) {
        List<String> parts = new ArrayList<>();
        text.getAllFields()
                .forEach((engine, value) -> parts.add(engine.getName() + ": " + quoted(String.valueOf(value))));
        return "{" + String.join(", ", parts) + "}";
    }

    /** In quotes, as YAML and JSON both read it. */
    static String quoted(String text) {
        return "\""
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\t", "\\t") + "\"";
    }
}
