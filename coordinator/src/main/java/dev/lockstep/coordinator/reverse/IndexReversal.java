package dev.lockstep.coordinator.reverse;

import dev.lockstep.v1.Engine;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Indexes that were dropped are built again, where their definition is the same on every engine. */
final class IndexReversal {
    private static final String UNIQUE = "unique ";

    private IndexReversal() {}

    /** @param tables how their table was defined */
    static Draft ofDropped(String table, String name, Map<Engine, String> definitions, Map<Engine, String> tables) {
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
        Optional<IndexBefore> index = parsed.iterator().next();
        if (index.isPresent()) {
            draft.line("add_index:").line("table: " + Draft.quoted(table)).line("name: " + Draft.quoted(name));
            index.get().lines().forEach(draft::line);
            return draft;
        }
        boolean isPlainTable = tables.getOrDefault(Engine.POSTGRES, "").matches("(?s)table(?! partitioned by ).*");
        return Recorded.ofPostgresAlone(definitions)
                .filter(definition -> isPlainTable)
                .map(definition -> draft.then(built(table, name, definition)))
                .orElseGet(() -> draft.notYet("add_index cannot say this; write a raw step that builds it"));
    }

    /**
     * A raw step that builds it beside writers.
     *
     * @param definition of PostgreSQL
     */
    static Draft built(String table, String name, String definition) {
        if (definition.endsWith(" invalid")) {
            return new Draft().notYet("index " + name + " was INVALID, so nobody used it");
        }
        boolean isUnique = definition.startsWith(UNIQUE);
        String dot = NameList.tableSql(table);
        String index = dot.substring(0, dot.lastIndexOf("\".\"") + 2) + NameList.sql(name);
        String built = "SELECT coalesce((SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('"
                + index.replace("'", "''") + "')), false)";
        return new Draft()
                .line("sql:")
                .line("phase: expand")
                .line("postgres:")
                .line("  run: "
                        + Draft.quoted("CREATE " + (isUnique ? "UNIQUE " : "") + "INDEX CONCURRENTLY "
                                + NameList.sql(name) + " ON " + dot + " "
                                + (isUnique ? definition.substring(UNIQUE.length()) : definition)))
                .line("  undo: " + Draft.quoted("DROP INDEX CONCURRENTLY " + index))
                .line("  done_when: " + Draft.quoted(built));
    }
}
