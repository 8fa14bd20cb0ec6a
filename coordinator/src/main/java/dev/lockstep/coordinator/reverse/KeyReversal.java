package dev.lockstep.coordinator.reverse;

import dev.lockstep.v1.ReplacePrimaryKey;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The primary key goes back to the columns that it was recorded with. */
final class KeyReversal {
    /** Names in quotes may hold commas, so a person is asked about those. */
    private static final Pattern PLAIN =
            Pattern.compile("PRIMARY KEY \\(([a-z_][a-z0-9_$]*(?:, [a-z_][a-z0-9_$]*)*)\\)");

    private KeyReversal() {}

    static Draft of(ReplacePrimaryKey key, Map<String, String> constraints) {
        Draft draft = new Draft();
        Optional<Map.Entry<String, String>> before = constraints.entrySet().stream()
                .filter(constraint -> constraint.getValue().startsWith("PRIMARY KEY "))
                .findFirst();
        before.ifPresent(
                old -> draft.remark("the key of " + key.getTable() + " was " + old.getKey() + ": " + old.getValue()));
        Optional<Matcher> columns =
                before.map(old -> PLAIN.matcher(old.getValue())).filter(Matcher::matches);
        if (columns.isEmpty()) {
            return draft.fillIn("the key that " + key.getTable()
                    + " had is not recorded as plain columns: write replace_primary_key with them");
        }
        String list = Arrays.stream(columns.get().group(1).split(", "))
                .map(Draft::quoted)
                .collect(Collectors.joining(", ", "[", "]"));
        return draft.line("replace_primary_key:")
                .line("table: " + Draft.quoted(key.getTable()))
                .line("name: " + Draft.quoted(before.get().getKey()))
                .line("columns: " + list);
    }
}
