package dev.lockstep.coordinator.reverse;

import dev.lockstep.v1.Engine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Indexes that were dropped are built again, where their definition is plain and the same on every engine. */
final class IndexReversal {
    private IndexReversal() {}

    static Draft ofDropped(String table, String name, Map<Engine, String> definitions) {
        Draft draft = new Draft();
        definitions.forEach((engine, definition) -> draft.remark(
                name + " was, on " + ColumnReversal.word(engine) + ": " + ColumnReversal.oneLine(definition)));
        if (definitions.isEmpty()) {
            return draft.fillIn("how index " + name + " was defined is not recorded: write add_index with its columns");
        }
        Set<Optional<IndexBefore>> parsed =
                definitions.values().stream().map(IndexBefore::parse).collect(Collectors.toSet());
        if (parsed.size() != 1) {
            return draft.notYet("the engines define it differently; write a raw step for each");
        }
        return parsed.iterator()
                .next()
                .map(index -> draft.line("add_index:")
                        .line("table: " + Draft.quoted(table))
                        .line("name: " + Draft.quoted(name))
                        .line("columns: " + list(index.columns())))
                .orElseGet(() -> draft.notYet("add_index cannot say this; write a raw step that builds it"));
    }

    private static String list(List<String> columns) {
        return columns.stream().map(Draft::quoted).collect(Collectors.joining(", ", "[", "]"));
    }
}
