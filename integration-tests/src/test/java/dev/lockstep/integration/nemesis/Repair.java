package dev.lockstep.integration.nemesis;

import dev.lockstep.integration.nemesis.check.CatalogReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Somebody who brings a node up to date by hand: its schema becomes the one of another node of its engine, whatever it was left with, and so do the witnesses of
 * effects. The rows stay, and get the values of the columns that they lacked.
 */
final class Repair {
    private static final Pattern COLUMN = Pattern.compile("column orders\\.(\\w+) \\w+ ((?:not )?null)");
    private static final Pattern INDEX = Pattern.compile("index orders\\.(\\w+)\\((\\w+)\\).*");
    private static final String NOT_NULL = "not null";

    private final NemesisNode node;
    private final List<String> statements = new ArrayList<>();

    private Repair(NemesisNode node) {
        this.node = node;
    }

    /** Nobody may write to either, and no agent may change their schemas meanwhile. */
    static void bring(NemesisNode node, NemesisNode example) throws SQLException {
        Repair repair = new Repair(node);
        Set<String> wanted = lines(example);
        repair.plan(lines(node), wanted);
        repair.effects(example);
        node.run(repair.statements.toArray(String[]::new));
        Set<String> now = lines(node);
        if (!now.equals(wanted)) {
            throw new IllegalStateException("expected " + node.name() + " to have the schema of " + example.name()
                    + ": " + wanted + ", found " + now + " after " + repair.statements);
        }
    }

    private static Set<String> lines(NemesisNode node) throws SQLException {
        try (Connection connection = node.connect()) {
            return new CatalogReader(node.engine(), connection).lines();
        }
    }

    private void plan(Set<String> have, Set<String> wanted) {
        Set<String> surplus = new TreeSet<>(have);
        surplus.removeAll(wanted);
        Set<String> missing = new TreeSet<>(wanted);
        missing.removeAll(have);
        // A trigger before the routine that it runs, a constraint before the index that it stands on.
        List.of("trigger ", "routine ", "constraint ", "index ", "table ", "schema ")
                .forEach(kind ->
                        surplus.stream().filter(line -> line.startsWith(kind)).forEach(this::drop));
        columns(columnsOf(have), columnsOf(wanted));
        missing.stream()
                .map(INDEX::matcher)
                .filter(Matcher::matches)
                .forEach(index -> add("CREATE INDEX " + index.group(1) + " ON orders (" + index.group(2) + ")"));
    }

    private void drop(String line) {
        String name = line.substring(line.indexOf(' ') + 1)
                .replaceFirst("^orders\\.", "")
                .replaceFirst("\\(.*", "");
        String onOrders = " ON orders";
        switch (line.substring(0, line.indexOf(' '))) {
            case "trigger" -> add("DROP TRIGGER " + name + (node.isPostgres() ? onOrders : ""));
            case "routine" -> add("DROP ROUTINE " + name);
            case "constraint" -> add("ALTER TABLE orders DROP CONSTRAINT " + name);
            case "index" -> add("DROP INDEX " + name + (node.isPostgres() ? "" : onOrders));
            case "table" -> add("DROP TABLE " + name);
            default -> add("DROP SCHEMA " + name + (node.isPostgres() ? " CASCADE" : ""));
        }
    }

    private static Map<String, String> columnsOf(Set<String> lines) {
        Map<String, String> columns = new TreeMap<>();
        lines.stream()
                .map(COLUMN::matcher)
                .filter(Matcher::matches)
                .forEach(column -> columns.put(column.group(1), column.group(2)));
        return columns;
    }

    private void columns(Map<String, String> have, Map<String, String> wanted) {
        have.keySet().stream()
                .filter(column -> !wanted.containsKey(column))
                .forEach(column -> add("ALTER TABLE orders DROP COLUMN " + column));
        wanted.keySet().stream()
                .filter(column -> column.startsWith(Changes.REGION_COLUMN) || column.startsWith(Changes.NOTE_COLUMN))
                .forEach(column -> define(column, have.containsKey(column), wanted.get(column)));
    }

    /** Also what the lines do not show: a default that an epoch has given the column. */
    private void define(String column, boolean isThere, String nullness) {
        if (!isThere) {
            add("ALTER TABLE orders ADD COLUMN " + column + " " + typeOf(column));
        }
        if (column.startsWith(Changes.REGION_COLUMN)) {
            add("UPDATE orders SET " + column + " = " + Changes.REGION + " WHERE " + column + " IS NULL");
        }
        boolean notNull = nullness.equals(NOT_NULL);
        if (node.isPostgres()) {
            add("ALTER TABLE orders ALTER COLUMN " + column + " DROP DEFAULT, ALTER COLUMN " + column
                    + (notNull ? " SET NOT NULL" : " DROP NOT NULL"));
        } else {
            add("ALTER TABLE orders MODIFY " + column + " " + typeOf(column) + (notNull ? " NOT NULL" : " NULL"));
        }
    }

    private static String typeOf(String column) {
        return column.startsWith(Changes.REGION_COLUMN) ? Changes.REGION_TYPE : Changes.NOTE_TYPE;
    }

    private void effects(NemesisNode example) throws SQLException {
        add("DELETE FROM effects");
        try (Connection connection = example.connect();
                Statement statement = connection.createStatement();
                ResultSet names = statement.executeQuery("SELECT name FROM effects ORDER BY number")) {
            while (names.next()) {
                add("INSERT INTO effects (name) VALUES ('" + names.getString(1) + "')");
            }
        }
    }

    private void add(String statement) {
        statements.add(statement);
    }
}
