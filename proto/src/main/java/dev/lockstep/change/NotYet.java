package dev.lockstep.change;

import java.util.Map;

/** Operations that the language has and this version does not, each with what to do until then. */
final class NotYet {
    private static final String RAW = "until then use a raw step (`sql`) ";
    private static final String IN_EXPAND = RAW + "with phase: expand";

    static final Map<String, String> OPERATIONS = Map.ofEntries(Map.entry("attach_partition", IN_EXPAND));

    private NotYet() {}

    /** The message for one of them. */
    static String message(String operation) {
        return operation + " is not yet supported; " + OPERATIONS.get(operation);
    }
}
