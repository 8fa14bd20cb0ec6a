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
    private static final Pattern COMMENT = Pattern.compile(".* comment '((?:[^']|'')*)'", Pattern.DOTALL);
    private static final Pattern IDENTITY =
            Pattern.compile(".* replica identity (full|nothing|index (\\S+))(?: comment .*)?", Pattern.DOTALL);

    private TableReversal() {}

    static Draft ofCreated(String table) {
        return new Draft()
                .remark("loses every row of " + table)
                .line("drop_table:")
                .line("table: " + Draft.quoted(table));
    }

    static Draft ofDropped(String table) {
        return new Draft()
                .fillIn("write create_table with the columns, the key and the indexes that " + table
                        + " had; its rows were dropped in CONTRACT");
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

    static Draft ofComment(String table, String column, Map<Engine, String> definitions) {
        Set<Optional<String>> comments =
                definitions.values().stream().map(TableReversal::comment).collect(Collectors.toSet());
        Optional<String> before = comments.size() == 1 ? comments.iterator().next() : Optional.empty();
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

    private static Optional<String> comment(String definition) {
        Matcher found = COMMENT.matcher(definition);
        return found.matches() ? Optional.of(found.group(1).replace("''", "'")) : Optional.empty();
    }

    static Draft ofReplicaIdentity(String table, Map<Engine, String> definitions) {
        if (definitions.isEmpty()) {
            return new Draft().fillIn("the replica identity that " + table + " had is not recorded");
        }
        Matcher found = IDENTITY.matcher(definitions.values().iterator().next());
        String word = found.matches() ? found.group(1) : "default";
        Draft draft = new Draft()
                .line("set_replica_identity:")
                .line("table: " + Draft.quoted(table))
                .line("identity: " + word.replaceFirst(" .*", ""));
        return word.startsWith("index ") ? draft.line("index: " + Draft.quoted(found.group(2))) : draft;
    }
}
