package dev.lockstep.agent.engine.mysql;

import dev.lockstep.v1.AddIndex;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.CreateTable;
import dev.lockstep.v1.IndexSpec;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.PerEngine;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Turns the types of a change file into those of a server. */
final class ColumnTypes {

    /** What {@code text} becomes when an index of the same change covers it: the servers index no text without a length. */
    static final String INDEXED_TEXT = "varchar(255)";

    private static final Map<String, String> NEUTRAL = Map.ofEntries(
            Map.entry("text", "longtext"),
            Map.entry("int", "int"),
            Map.entry("integer", "int"),
            Map.entry("bigint", "bigint"),
            Map.entry("smallint", "smallint"),
            Map.entry("boolean", "tinyint(1)"),
            Map.entry("double", "double"),
            Map.entry("real", "float"),
            Map.entry("date", "date"),
            Map.entry("time", "time(6)"),
            Map.entry("timestamp", "datetime(6)"),
            Map.entry("timestamptz", "timestamp(6)"),
            Map.entry("json", "json"),
            Map.entry("binary", "longblob"));

    private static final Pattern SIZED = Pattern.compile("(varchar|decimal|numeric|char)\\s*\\([\\d, ]+\\)");
    private static final Pattern OWN =
            Pattern.compile("[a-z][a-z0-9_]*(\\s*\\((\\s*\\d+\\s*(,\\s*\\d+\\s*)?|('[^'\\\\]*'\\s*,?\\s*)+)\\))?"
                    + "( unsigned| zerofill)*( character set \\w+)?( collate \\w+)?");

    private final MySqlServer server;
    private final Set<String> indexed;

    ColumnTypes(MySqlServer server, Change change) {
        this.server = server;
        this.indexed = indexedColumns(change);
    }

    /** The server's type for a column; empty when no type can be made of what is there. */
    Optional<String> of(String table, String column, PerEngine type) {
        Optional<String> own = ownText(type);
        if (own.isPresent()) {
            return own.map(ColumnTypes::normal).filter(text -> OWN.matcher(text).matches());
        }
        String neutral = normal(type.getAny());
        if (neutral.equals("text") && indexed.contains(key(table, column))) {
            return Optional.of(INDEXED_TEXT);
        }
        if (neutral.equals("uuid")) {
            return Optional.of(server.isMariaDb() ? "uuid" : "char(36) character set ascii");
        }
        if (NEUTRAL.containsKey(neutral)) {
            return Optional.of(NEUTRAL.get(neutral));
        }
        boolean fits = SIZED.matcher(neutral).matches() || OWN.matcher(neutral).matches();
        return fits ? Optional.of(neutral) : Optional.empty();
    }

    /** The text that is meant for this server; empty when there is none. */
    String text(PerEngine texts) {
        return ownText(texts).orElse(texts.getAny()).trim();
    }

    private Optional<String> ownText(PerEngine texts) {
        if (server.isMariaDb() && !texts.getMariadb().isBlank()) {
            return Optional.of(texts.getMariadb());
        }
        return Optional.of(texts.getMysql()).filter(text -> !text.isBlank());
    }

    private static String normal(String type) {
        String trimmed = type.trim().replaceAll("\\s+", " ");
        // The members of an enum keep their case.
        int quote = trimmed.indexOf('\'');
        return quote < 0
                ? trimmed.toLowerCase(Locale.ROOT)
                : trimmed.substring(0, quote).toLowerCase(Locale.ROOT) + trimmed.substring(quote);
    }

    private static Set<String> indexedColumns(Change change) {
        Set<String> keys = new HashSet<>();
        for (Operation operation : change.getOperationsList()) {
            if (operation.hasAddIndex()) {
                AddIndex index = operation.getAddIndex();
                addAll(keys, index.getTable(), index.getColumnsList());
            }
            if (operation.hasCreateTable()) {
                CreateTable table = operation.getCreateTable();
                addAll(keys, table.getTable(), table.getPrimaryKeyList());
                for (IndexSpec index : table.getIndexesList()) {
                    addAll(keys, table.getTable(), index.getColumnsList());
                }
            }
        }
        return keys;
    }

    private static void addAll(Set<String> keys, String table, List<String> columns) {
        columns.forEach(column -> keys.add(key(table, column)));
    }

    private static String key(String table, String column) {
        return table + "\0" + column.toLowerCase(Locale.ROOT);
    }
}
