package dev.lockstep.change;

import java.util.Map;

/** Operations that the language has and this version does not, each with what to do until then. */
final class NotYet {
    private static final String RAW = "until then use a raw step (`sql`) ";
    private static final String IN_CONTRACT = RAW + "with phase: contract";
    private static final String IN_EXPAND = RAW + "with phase: expand";
    private static final String IN_VALIDATE = RAW + "with phase: validate";
    private static final String NEW_COLUMN =
            "until then use add_column with `value`, move the application, and drop_column in a later change";

    static final Map<String, String> OPERATIONS = Map.ofEntries(
            Map.entry("drop_table", IN_CONTRACT),
            Map.entry(
                    "rename_table", "until then use create_table, move the application, and drop the old table later"),
            Map.entry("rename_column", NEW_COLUMN),
            Map.entry("change_type", NEW_COLUMN),
            Map.entry("set_comment", IN_EXPAND),
            Map.entry("rename_index", "until then use add_index with the new name, and drop_index in a later change"),
            Map.entry("add_primary_key", IN_VALIDATE),
            Map.entry("replace_primary_key", IN_CONTRACT),
            Map.entry("rename_constraint", IN_CONTRACT),
            Map.entry("widen_key", NEW_COLUMN),
            Map.entry("add_enum_value", IN_EXPAND),
            Map.entry("create_partition", IN_EXPAND),
            Map.entry("attach_partition", IN_EXPAND),
            Map.entry("detach_partition", IN_CONTRACT),
            Map.entry("drop_partition", IN_CONTRACT),
            Map.entry("set_replica_identity", IN_EXPAND),
            Map.entry("backfill", RAW + "with phase: backfill, for few rows"));

    private NotYet() {}

    /** The message for one of them. */
    static String message(String operation) {
        return operation + " is not yet supported; " + OPERATIONS.get(operation);
    }
}
