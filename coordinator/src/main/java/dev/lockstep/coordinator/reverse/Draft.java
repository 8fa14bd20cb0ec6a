package dev.lockstep.coordinator.reverse;

import dev.lockstep.change.ChangeFile;
import dev.lockstep.change.ChangeFileResult;
import java.util.ArrayList;
import java.util.List;

/** An operation of a generated file: what it loses or lacks, and the operation itself where it can be said. */
final class Draft {
    private final List<String> remarks = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private boolean whole = true;

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

    boolean isWhole() {
        return whole && isRight();
    }

    /** Whether it has an operation that can be read; what cannot is shown as a comment. */
    boolean isRight() {
        return !lines.isEmpty() && problems().isEmpty();
    }

    private List<String> problems() {
        String file = "change: probe\nfleet: probe\noperations:\n" + String.join("\n", indented("")) + "\n";
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
        return text;
    }

    private List<String> indented(String mark) {
        List<String> item = new ArrayList<>();
        for (String line : lines) {
            item.add("  " + mark + (item.isEmpty() ? "- " : "    ") + line);
        }
        return item;
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
