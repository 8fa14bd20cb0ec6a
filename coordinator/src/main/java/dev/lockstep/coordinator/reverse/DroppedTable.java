package dev.lockstep.coordinator.reverse;

import dev.lockstep.v1.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A table that was dropped comes back empty: its columns and key first, then the indexes and rules that {@code create_table} cannot say. */
final class DroppedTable {
    private static final Pattern PLAIN =
            Pattern.compile("table(?: comment (?<comment>" + CommentText.LITERAL + "))?", Pattern.DOTALL);
    private static final Pattern IDENTITY = Pattern.compile(" generated (?:always|by default) as identity");
    private static final String ALWAYS = " generated always as identity";

    private final String table;
    private final Recorded recorded;
    private final Draft draft = new Draft();

    private DroppedTable(String table, Recorded recorded) {
        this.table = table;
        this.recorded = recorded;
    }

    static Draft of(String table, Recorded recorded) {
        return new DroppedTable(table, recorded).write();
    }

    private Draft write() {
        Map<Engine, String> definitions = recorded.definitions(Recorded.table(table));
        definitions.forEach((engine, definition) -> draft.remark(
                table + " was, on " + ColumnReversal.word(engine) + ": " + ColumnReversal.oneLine(definition)));
        Matcher plain = PLAIN.matcher(Recorded.ofPostgresAlone(definitions).orElse(""));
        Map<String, String> columns = recorded.below(Recorded.column(table, ""));
        if (!plain.matches() || columns.isEmpty()) {
            return draft.fillIn("write create_table with the columns, the key and the indexes that " + table
                    + " had; its rows were dropped in CONTRACT");
        }
        draft.remark(table + " comes back without its rows: they were dropped in CONTRACT");
        draft.remark("the order of its columns and the rights on it are not recorded");
        draft.line("create_table:").line("table: " + Draft.quoted(table));
        Optional.ofNullable(plain.group("comment"))
                .ifPresent(comment -> draft.line("comment: " + Draft.quoted(CommentText.read(comment))));
        draft.line("columns:");
        columns.forEach(this::column);
        rules();
        indexes();
        for (String kind : List.of("trigger", "policy", "rule")) {
            recorded.below(Recorded.table(table) + "/" + kind + ":")
                    .forEach((name, definition) -> draft.fillIn("it had the " + kind + " " + name + ", "
                            + ColumnReversal.oneLine(definition) + ": add a raw step for it"));
        }
        return draft;
    }

    private void column(String name, String definition) {
        boolean isNumbered = IDENTITY.matcher(definition).find();
        Optional<ColumnBefore> before =
                ColumnBefore.parse(Engine.POSTGRES, IDENTITY.matcher(definition).replaceFirst(""));
        if (before.filter(parsed -> !parsed.isCollated()).isEmpty()) {
            draft.fillIn(
                    "column " + name + " was " + ColumnReversal.oneLine(definition) + ": create_table cannot say that");
            return;
        }
        ColumnBefore column = before.get();
        List<String> keys = new ArrayList<>();
        keys.add("name: " + Draft.quoted(name));
        keys.add("type: {postgres: " + Draft.quoted(column.type()) + "}");
        boolean isSerial = column.defaultValue().startsWith("nextval(");
        if (isNumbered || isSerial) {
            keys.add("identity: true");
        } else if (!column.nullable()) {
            keys.add("nullable: false");
        }
        if (!column.defaultValue().isEmpty() && !isSerial) {
            keys.add("default: {postgres: " + Draft.quoted(column.defaultValue()) + "}");
        }
        if (!column.comment().isEmpty()) {
            keys.add("comment: " + Draft.quoted(column.comment()));
        }
        if (definition.contains(ALWAYS)) {
            draft.fillIn("the numbers of " + name + " were GENERATED ALWAYS: create_table makes them BY DEFAULT");
        }
        if (isSerial) {
            draft.fillIn("the numbers of " + name + " came from " + column.defaultValue()
                    + ": as an identity they begin anew, from a sequence of its own");
        }
        draft.line("  - {" + String.join(", ", keys) + "}");
    }

    private void rules() {
        String usual = table.substring(table.indexOf('.') + 1) + "_pkey";
        recorded.below(Recorded.constraint(table, "")).forEach((name, definition) -> {
            Optional<String> key = name.equals(usual) ? RuleReversal.primaryKey(definition) : Optional.empty();
            if (key.isPresent()) {
                draft.line("primary_key: " + key.get());
            } else {
                draft.then(RuleReversal.of(table, name, definition, recorded));
            }
        });
    }

    private void indexes() {
        List<String> plain = new ArrayList<>();
        recorded.below(Recorded.index(table, "")).forEach((name, definition) -> {
            Optional<IndexBefore> index = IndexBefore.parse(definition);
            if (index.isPresent()) {
                plain.add("  - {name: " + Draft.quoted(name) + ", "
                        + String.join(", ", index.get().lines()) + "}");
            } else {
                draft.then(IndexReversal.built(table, name, definition));
            }
        });
        if (!plain.isEmpty()) {
            draft.line("indexes:");
            plain.forEach(draft::line);
        }
    }
}
