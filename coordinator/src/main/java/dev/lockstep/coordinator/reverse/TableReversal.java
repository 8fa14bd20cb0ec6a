package dev.lockstep.coordinator.reverse;

import dev.lockstep.v1.Engine;
import dev.lockstep.v1.RenameConstraint;
import dev.lockstep.v1.RenameIndex;
import dev.lockstep.v1.RenameTable;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tables that were created go, names go back, what was said of a table is said as it was recorded. */
final class TableReversal {
    private static final Pattern IDENTITY =
            Pattern.compile(".* replica identity (full|nothing|index .+?)(?: comment .*)?", Pattern.DOTALL);

    private TableReversal() {}

    static Draft ofCreated(String table) {
        return new Draft()
                .remark("loses every row of " + table)
                .line("drop_table:")
                .line("table: " + Draft.quoted(table));
    }

    static Draft ofRenamed(RenameConstraint renamed) {
        return renamed("rename_constraint:", renamed.getTable(), renamed.getTo(), renamed.getName());
    }

    static Draft ofRenamed(RenameIndex renamed) {
        return renamed("rename_index:", renamed.getTable(), renamed.getTo(), renamed.getName());
    }

    static Draft ofRenamed(RenameTable renamed) {
        String table = renamed.getTable();
        int dot = table.indexOf('.');
        return new Draft()
                .line("rename_table:")
                .line("table: " + Draft.quoted(table.substring(0, dot + 1) + renamed.getTo()))
                .line("to: " + Draft.quoted(table.substring(dot + 1)));
    }

    private static Draft renamed(String operation, String table, String name, String to) {
        return new Draft()
                .line(operation)
                .line("table: " + Draft.quoted(table))
                .line("name: " + Draft.quoted(name))
                .line("to: " + Draft.quoted(to));
    }

    /** @param isPostgres whether all nodes are */
    static Draft ofComment(String table, String column, Map<Engine, String> definitions, boolean isPostgres) {
        Set<Optional<String>> comments =
                definitions.values().stream().map(CommentText::of).collect(Collectors.toSet());
        Optional<String> before = comments.size() == 1 ? comments.iterator().next() : Optional.empty();
        if (before.isEmpty() && isPostgres && !definitions.isEmpty()) {
            String object = column.isEmpty()
                    ? "TABLE " + NameList.tableSql(table)
                    : "COLUMN " + NameList.tableSql(table) + "." + NameList.sql(column);
            return new Draft()
                    .line("sql:")
                    .line("phase: expand")
                    .line("postgres: {run: " + Draft.quoted("COMMENT ON " + object + " IS NULL") + "}");
        }
        if (before.isEmpty()) {
            return new Draft()
                    .notYet("no comment of " + table + (column.isEmpty() ? "" : "." + column)
                            + " is recorded, and a change cannot take one away; the new one stays");
        }
        Draft draft = new Draft().line("set_comment:").line("table: " + Draft.quoted(table));
        if (!column.isEmpty()) {
            draft.line("column: " + Draft.quoted(column));
        }
        return draft.line("comment: " + Draft.quoted(before.get()));
    }

    static Draft ofReplicaIdentity(String table, Recorded recorded) {
        Map<Engine, String> definitions = recorded.definitions(Recorded.table(table));
        if (definitions.isEmpty()) {
            return new Draft().fillIn("the replica identity that " + table + " had is not recorded");
        }
        String word = identity(definitions);
        Draft draft = new Draft();
        for (String partition : recorded.partitions(table)) {
            String its = identity(recorded.definitions(partition));
            if (!its.replaceFirst("index .*", "index").equals(word.replaceFirst("index .*", "index"))) {
                draft.fillIn("partition " + partition.substring("table:".length()) + " had " + its
                        + ", which it does not get back");
            }
        }
        draft.line("set_replica_identity:")
                .line("table: " + Draft.quoted(table))
                .line("identity: " + word.replaceFirst(" .*", ""));
        return word.startsWith("index ")
                ? draft.line("index: " + Draft.quoted(word.substring("index ".length())))
                : draft;
    }

    private static String identity(Map<Engine, String> definitions) {
        Matcher found = IDENTITY.matcher(definitions.values().iterator().next());
        return found.matches() ? found.group(1) : "default";
    }
}
