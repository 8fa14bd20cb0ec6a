package dev.lockstep.coordinator.reverse;

import dev.lockstep.v1.AddPrimaryKey;
import dev.lockstep.v1.ReplacePrimaryKey;
import java.util.Map;
import java.util.Optional;

/** The primary key goes back to the columns that it was recorded with. */
final class KeyReversal {
    private KeyReversal() {}

    /** @param isPostgres whether all nodes are */
    static Draft ofAdded(AddPrimaryKey key, boolean isPostgres) {
        if (!isPostgres) {
            return new Draft().notYet("a change cannot take the primary key of " + key.getTable() + " away; it stays");
        }
        return new Draft()
                .remark("without a key, Lockstep fills " + key.getTable()
                        + " by its pages, and replication may need another")
                .line("sql:")
                .line("phase: contract")
                .line("postgres: {run: "
                        + Draft.quoted("ALTER TABLE " + NameList.tableSql(key.getTable()) + " DROP CONSTRAINT "
                                + NameList.sql(key.getName()))
                        + "}");
    }

    static Draft ofReplaced(ReplacePrimaryKey key, Map<String, String> constraints) {
        Draft draft = new Draft();
        Optional<Map.Entry<String, String>> before = constraints.entrySet().stream()
                .filter(constraint -> constraint.getValue().startsWith("PRIMARY KEY "))
                .findFirst();
        before.ifPresent(
                old -> draft.remark("the key of " + key.getTable() + " was " + old.getKey() + ": " + old.getValue()));
        Optional<String> columns = before.flatMap(old -> RuleReversal.primaryKey(old.getValue()));
        if (columns.isEmpty()) {
            return draft.fillIn("the key that " + key.getTable()
                    + " had is not recorded as plain columns: write replace_primary_key with them");
        }
        return draft.remark("columns of the new key that allowed NULL before stay NOT NULL: see drop_not_null")
                .line("replace_primary_key:")
                .line("table: " + Draft.quoted(key.getTable()))
                .line("name: " + Draft.quoted(before.get().getKey()))
                .line("columns: " + columns.get());
    }
}
