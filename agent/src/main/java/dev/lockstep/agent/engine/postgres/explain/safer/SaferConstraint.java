package dev.lockstep.agent.engine.postgres.explain.safer;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Column;
import dev.lockstep.agent.engine.postgres.explain.catalog.Constraint;
import dev.lockstep.agent.engine.postgres.explain.catalog.Expressions;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Constraints that are added. Where a constraint says more than its operation has a key for (INCLUDE, DEFERRABLE, ON UPDATE …), raw steps do what the operation
 * would do: build the index beside writers and take it over, or add the rule unproved and prove it.
 */
final class SaferConstraint {
    private final Scene scene;
    private final Relation table;
    private final TokenReader reader;
    private final Set<String> given = new HashSet<>();

    SaferConstraint(Scene scene, Relation table, TokenReader reader) {
        this.scene = scene;
        this.table = table;
        this.reader = reader;
    }

    private SaferOperation on(String operation, String name) {
        return new SaferOperation(operation).with("table", Scene.named(table)).with("name", name);
    }

    /** After ADD, where CONSTRAINT or its kind comes next. */
    Optional<List<SaferOperation>> add() {
        return read(Optional.empty());
    }

    /** One that stands behind a new column. */
    Optional<List<SaferOperation>> addTo(String column) {
        return read(Optional.of(column));
    }

    private Optional<List<SaferOperation>> read(Optional<String> column) {
        String name = reader.accept("CONSTRAINT") ? reader.name() : "";
        if (reader.accept("CHECK")) {
            return check(name);
        }
        if (reader.accept("UNIQUE")) {
            return key(Constraint.Kind.UNIQUE, name, column);
        }
        if (column.isEmpty() && reader.accept("PRIMARY", "KEY")) {
            return table.primaryKey().isPresent() ? Optional.empty() : key(Constraint.Kind.PRIMARY_KEY, name, column);
        }
        if (column.isEmpty() ? reader.accept("FOREIGN", "KEY") : reader.at("REFERENCES")) {
            return foreignKey(name, column);
        }
        return Optional.empty();
    }

    /** What the server calls it, unless the statement does. */
    private Optional<String> nameOf(String inStatement, Constraint.Kind kind, List<String> columns) {
        Optional<String> name = scene.newConstraints(table).stream()
                .filter(each -> inStatement.isEmpty()
                        ? each.kind() == kind
                                && (kind == Constraint.Kind.CHECK
                                        || each.columns().equals(columns))
                        : each.name().equals(inStatement))
                .map(Constraint::name)
                .filter(each -> !given.contains(each))
                .findFirst();
        name.ifPresent(given::add);
        return name;
    }

    private boolean ends(boolean ofColumn) {
        return reader.atEnd() || reader.at(",") || ofColumn;
    }

    private Optional<List<SaferOperation>> check(String inStatement) {
        Expression check = new Expression(reader.inBrackets());
        List<Column> columns = scene.after().get(table.id()).columns;
        Expressions expressions = new Expressions(scene.after());
        boolean constant = expressions.volatility(check, columns) == 'i';
        String resolved = expressions.resolved(check).text();
        boolean heirless = reader.accept("NO", "INHERIT");
        boolean more = reader.at("NOT", "VALID") || reader.at("NOT", "ENFORCED");
        Optional<String> name = scene.newConstraints(table).stream()
                .filter(each -> each.kind() == Constraint.Kind.CHECK)
                .filter(each -> inStatement.isEmpty() || each.name().equals(inStatement))
                .filter(each -> each.check().map(Expression::text).equals(Optional.of(resolved)))
                .map(Constraint::name)
                .filter(given::add)
                .findFirst();
        boolean plain = constant && !heirless && scene.standsByItself(table);
        if (more || name.isEmpty() || !plain && !scene.bearsRawSteps(table)) {
            return Optional.empty();
        }
        return Optional.of(
                plain
                        ? List.of(on("add_check", name.get()).forPostgres("check", check.text()))
                        : proved(table, name.get(), "CHECK (" + check.text() + ")" + (heirless ? " NO INHERIT" : "")));
    }

    private Optional<List<SaferOperation>> key(Constraint.Kind kind, String inStatement, Optional<String> ofColumn) {
        boolean alike = reader.accept("NULLS", "NOT", "DISTINCT");
        reader.accept("NULLS", "DISTINCT");
        if (ofColumn.isEmpty() && !reader.at("(")) {
            return Optional.empty();
        }
        List<String> columns = ofColumn.map(List::of).orElseGet(reader::nameList);
        String include = reader.accept("INCLUDE") ? " INCLUDE (" + Scene.written(reader.nameList()) + ")" : "";
        String with = reader.accept("WITH") ? " WITH (" + new Expression(reader.inBrackets()).text() + ")" : "";
        String tablespace =
                reader.accept("USING", "INDEX", "TABLESPACE") ? " TABLESPACE " + Catalog.quoted(reader.name()) : "";
        String deferral = deferral();
        Optional<String> name = nameOf(inStatement, kind, columns);
        if (name.isEmpty() || !ends(ofColumn.isPresent())) {
            return Optional.empty();
        }
        boolean primary = kind == Constraint.Kind.PRIMARY_KEY;
        List<SaferOperation> operations = new ArrayList<>();
        if (primary) {
            operations.addAll(forbidNull(columns));
        }
        String more = include + (alike ? " NULLS NOT DISTINCT" : "") + with + tablespace;
        if (more.isEmpty() && deferral.isEmpty() && scene.standsByItself(table)) {
            operations.add(
                    on(primary ? "add_primary_key" : "add_unique", name.get()).with("columns", columns));
            return Optional.of(operations);
        }
        // a key forbids NULL in the tables below, too, and set_not_null is not for one partition
        boolean alone = scene.before().childrenOf(table).isEmpty() && operations.isEmpty();
        boolean keyOfFamily = primary && !scene.standsByItself(table) && !alone;
        if (keyOfFamily || !scene.bearsRawSteps(table)) {
            return Optional.empty();
        }
        operations.add(
                SaferIndex.build(true, table, name.get(), "(" + Scene.written(columns) + ")" + more, "contract"));
        operations.add(SaferOperation.raw(
                "contract",
                SaferTable.alter(table) + "ADD CONSTRAINT " + Catalog.quoted(name.get())
                        + (primary ? " PRIMARY KEY" : " UNIQUE") + " USING INDEX " + Catalog.quoted(name.get())
                        + deferral,
                "",
                ""));
        return Optional.of(operations);
    }

    /** The server would look for NULLs while nobody can use the table. */
    private List<SaferOperation> forbidNull(List<String> columns) {
        return columns.stream()
                .filter(each ->
                        table.column(each).map(found -> !found.notNull()).orElse(true))
                .map(each -> new SaferOperation("set_not_null")
                        .with("table", Scene.named(table))
                        .with("column", each))
                .toList();
    }

    private String deferral() {
        StringBuilder said = new StringBuilder();
        while (true) {
            if (reader.accept("NOT", "DEFERRABLE")) {
                continue;
            } else if (reader.accept("DEFERRABLE")) {
                said.append(" DEFERRABLE");
            } else if (reader.accept("INITIALLY", "DEFERRED")) {
                said.append(" INITIALLY DEFERRED");
            } else if (!reader.accept("INITIALLY", "IMMEDIATE")) {
                return said.toString();
            }
        }
    }

    private Optional<List<SaferOperation>> foreignKey(String inStatement, Optional<String> ofColumn) {
        List<String> columns = ofColumn.map(List::of).orElseGet(reader::nameList);
        reader.expect("REFERENCES");
        QualifiedName referenced = reader.qualifiedName();
        Optional<Relation> other = scene.find(referenced);
        List<String> keys =
                reader.at("(") ? reader.nameList() : other.map(Scene::keyOf).orElse(List.of());
        ForeignKeyActions actions = ForeignKeyActions.read(reader);
        String deferral = deferral();
        Optional<String> name = nameOf(inStatement, Constraint.Kind.FOREIGN_KEY, columns);
        boolean whole = ends(ofColumn.isPresent())
                && !reader.at("NOT", "VALID")
                && !reader.at("NOT", "ENFORCED")
                && columns.size() == keys.size();
        if (!whole
                || name.isEmpty()
                || other.isEmpty()
                || isRefused(other.get())
                || inStatement.isEmpty() && isCounted()) {
            return Optional.empty();
        }
        List<SaferOperation> operations = new ArrayList<>();
        if (!scene.hasIndexFor(table, columns)) {
            operations.add(index(columns));
        }
        boolean plain = actions.isPlain()
                && deferral.isEmpty()
                && scene.standsByItself(table)
                && scene.standsByItself(other.get());
        if (plain) {
            SaferOperation operation = on("add_foreign_key", name.get())
                    .with("columns", columns)
                    .with("references", Scene.named(other.get()))
                    .with("referenced_columns", keys);
            actions.onDelete().ifPresent(each -> operation.with("on_delete", each));
            operations.add(operation);
            return Optional.of(operations);
        }
        if (!scene.bearsRawSteps(table)) {
            return Optional.empty();
        }
        operations.addAll(proved(
                table,
                name.get(),
                "FOREIGN KEY (" + Scene.written(columns) + ") REFERENCES " + Scene.written(other.get()) + " ("
                        + Scene.written(keys) + ")" + actions.text() + deferral));
        return Optional.of(operations);
    }

    /** Each deletion on the other side looks for rows of this one. */
    private SaferOperation index(List<String> columns) {
        String name = scene.indexName(table, columns);
        return scene.standsByItself(table)
                ? new SaferOperation("add_index")
                        .with("table", Scene.named(table))
                        .with("name", name)
                        .with("columns", columns)
                : SaferIndex.build(false, table, name, "(" + Scene.written(columns) + ")", "expand");
    }

    /** Added unproved, and proved beside readers and writers. */
    static List<SaferOperation> proved(Relation table, String name, String definition) {
        String constraint = "CONSTRAINT " + Catalog.quoted(name);
        return List.of(
                SaferOperation.raw(
                        "contract",
                        SaferTable.alter(table) + "ADD " + constraint + " " + definition + " NOT VALID",
                        "",
                        ""),
                SaferOperation.raw("contract", SaferTable.alter(table) + "VALIDATE " + constraint, "", ""));
    }

    /** A key to a partitioned table has one more for each of its partitions, whose names nobody sees; so the name that the server would choose is not known. */
    private boolean isCounted() {
        return table.constraints.values().stream()
                .filter(each -> each.kind() == Constraint.Kind.FOREIGN_KEY)
                .anyMatch(each -> scene.before().get(each.references()).isPartitioned());
    }

    /** What the operation does not take either. */
    private boolean isRefused(Relation other) {
        boolean namesake = table.name.equals(other.name) && !table.schema.equals(other.schema);
        boolean borne = scene.standsByItself(other) || scene.bearsRawSteps(other);
        return namesake || !borne || table.isPartitioned() && table.equals(other);
    }
}
