package dev.lockstep.agent.engine.postgres.explain.safer;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Column;
import dev.lockstep.agent.engine.postgres.explain.catalog.Constraint;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import dev.lockstep.change.sql.SqlConstant;
import dev.lockstep.change.sql.SqlDialect;
import dev.lockstep.change.sql.SqlText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The commands of an ALTER TABLE as operations. A command that changes nothing has none; for one that is quick and harmless as it is, and for one that Lockstep
 * has no operation for, the whole statement has none.
 */
final class SaferTable {
    private static final Set<String> MOMENTS = Set.of("'now'", "'today'", "'tomorrow'", "'yesterday'");

    private final Scene scene;
    private final Relation table;
    private final TokenReader reader;
    private final SaferConstraint constraints;

    SaferTable(Scene scene, Relation table, TokenReader reader) {
        this.scene = scene;
        this.table = table;
        this.reader = reader;
        this.constraints = new SaferConstraint(scene, table, reader);
    }

    Optional<List<SaferOperation>> read() {
        List<SaferOperation> operations = new ArrayList<>();
        do {
            Optional<List<SaferOperation>> ofCommand = command();
            if (ofCommand.isEmpty()) {
                return Optional.empty();
            }
            // a key forbids NULL, too
            ofCommand.get().stream()
                    .filter(each -> operations.stream().noneMatch(each::isTheSameAs))
                    .forEach(operations::add);
        } while (reader.accept(","));
        // a new type takes its default along
        List<SaferOperation> retyped = operations.stream()
                .filter(each -> each.is("change_type") && each.has("default"))
                .toList();
        operations.removeIf(each -> (each.is("set_default") || each.is("drop_default"))
                && retyped.stream().anyMatch(each::isAboutTheColumnOf));
        return reader.atEnd() ? Optional.of(operations) : Optional.empty();
    }

    private SaferOperation on(String operation) {
        return new SaferOperation(operation).with("table", Scene.named(table));
    }

    private Optional<List<SaferOperation>> command() {
        if (!scene.standsByItself(table) && !reader.at("ADD")) {
            return forbidNull();
        }
        if (reader.accept("ADD")) {
            boolean constraint = reader.atOneOf("CONSTRAINT", "CHECK", "UNIQUE", "PRIMARY", "FOREIGN", "EXCLUDE");
            if (!constraint && !scene.standsByItself(table)) {
                return Optional.empty();
            }
            return constraint ? constraints.add() : new SaferColumn(scene, table, reader, constraints).add();
        }
        if (reader.accept("DROP", "CONSTRAINT")) {
            return dropConstraint();
        }
        if (reader.accept("DROP")) {
            return dropColumn();
        }
        if (reader.accept("RENAME")) {
            return new SaferRename(scene, table, reader).read();
        }
        if (reader.accept("ATTACH", "PARTITION")) {
            return table.isPartitioned()
                    ? new SaferPartition(scene, reader).attach(table).map(List::of)
                    : Optional.empty();
        }
        if (reader.accept("DETACH", "PARTITION")) {
            return table.isPartitioned()
                    ? new SaferPartition(scene, reader).detach(table).map(List::of)
                    : Optional.empty();
        }
        if (reader.accept("REPLICA", "IDENTITY")) {
            return replicaIdentity();
        }
        return reader.accept("ALTER") ? alterColumn() : Optional.empty();
    }

    /** SET NOT NULL of one partition, or of tables that inherit: what set_not_null does of others. */
    private Optional<List<SaferOperation>> forbidNull() {
        if (!reader.accept("ALTER")) {
            return Optional.empty();
        }
        reader.accept("COLUMN");
        String name = reader.name();
        Optional<Column> column = table.column(name);
        if (!reader.accept("SET", "NOT", "NULL") || column.isEmpty()) {
            return Optional.empty();
        }
        if (column.get().notNull()) {
            return Optional.of(List.of());
        }
        Set<String> taken = new LinkedHashSet<>();
        scene.before().family(table).forEach(each -> taken.addAll(each.constraints.keySet()));
        String proof = scene.before().chooseName(table.schema, table.name, name, "given", taken);
        String quoted = Catalog.quoted(name);
        List<SaferOperation> steps =
                new ArrayList<>(SaferConstraint.proved(table, proof, "CHECK (" + quoted + " IS NOT NULL)"));
        steps.add(SaferOperation.raw("contract", alter(table) + "ALTER COLUMN " + quoted + " SET NOT NULL", "", ""));
        steps.add(SaferOperation.raw("contract", alter(table) + "DROP CONSTRAINT " + Catalog.quoted(proof), "", ""));
        return Optional.of(steps);
    }

    private Optional<List<SaferOperation>> dropConstraint() {
        reader.ifExists();
        Optional<Constraint> constraint = Optional.ofNullable(table.constraints.get(reader.name()));
        if (constraint.isEmpty()) {
            return ends() ? Optional.of(List.of()) : Optional.empty();
        }
        return switch (constraint.get().kind()) {
            case PRIMARY_KEY -> replaceKey();
            case NOT_NULL -> Optional.empty();
            default ->
                ends()
                        ? Optional.of(List.of(on("drop_constraint")
                                .with("name", constraint.get().name())))
                        : Optional.empty();
        };
    }

    /** A key that goes can only be replaced, and by the next command of the same statement. */
    private Optional<List<SaferOperation>> replaceKey() {
        boolean adds = ends() && reader.accept(",") && reader.accept("ADD");
        String given = adds && reader.accept("CONSTRAINT") ? reader.name() : "";
        boolean referred = !scene.before().referencesTo(table).isEmpty();
        if (!adds || referred || table.isPartitioned() || !reader.accept("PRIMARY", "KEY") || !reader.at("(")) {
            return Optional.empty();
        }
        SaferOperation operation = on("replace_primary_key");
        if (!given.isEmpty()) {
            operation.with("name", given);
        }
        List<String> columns = reader.nameList();
        boolean same = columns.equals(Scene.keyOf(table));
        return ends() && !same ? Optional.of(List.of(operation.with("columns", columns))) : Optional.empty();
    }

    /** CASCADE may take others' things along. */
    private boolean ends() {
        if (!reader.at("CASCADE") || !scene.takesNothingAlong(table)) {
            reader.accept("RESTRICT");
        } else {
            reader.take();
        }
        return reader.atEnd() || reader.at(",");
    }

    private Optional<List<SaferOperation>> dropColumn() {
        reader.accept("COLUMN");
        reader.ifExists();
        String column = reader.name();
        if (!ends()) {
            return Optional.empty();
        }
        if (table.column(column).isEmpty()) {
            return Optional.of(List.of());
        }
        List<SaferOperation> operations = new ArrayList<>();
        for (Constraint each : table.constraints.values()) {
            if (each.columns().contains(column) && each.kind() == Constraint.Kind.PRIMARY_KEY) {
                return Optional.empty();
            }
            if (each.columns().contains(column) && isBound(each)) {
                operations.add(on("drop_constraint").with("name", each.name()));
            }
        }
        operations.add(on("drop_column").with("column", column));
        return Optional.of(operations);
    }

    /** Whether it does not go with its column. */
    private static boolean isBound(Constraint constraint) {
        return constraint.kind() == Constraint.Kind.FOREIGN_KEY
                || constraint.kind() == Constraint.Kind.EXCLUSION
                || constraint.kind() != Constraint.Kind.NOT_NULL
                        && constraint.columns().size() > 1;
    }

    private Optional<List<SaferOperation>> replicaIdentity() {
        if (table.isPartitioned()) {
            return Optional.empty(); // the operation gives it to the partitions, too, which the statement leaves alone
        }
        if (reader.accept("USING", "INDEX")) {
            String index = reader.name();
            boolean already = table.replicaIndex != 0
                    && scene.before().get(table.replicaIndex).name.equals(index);
            return Optional.of(
                    already
                            ? List.of()
                            : List.of(on("set_replica_identity")
                                    .with("identity", "index")
                                    .with("index", index)));
        }
        String identity = reader.take().value();
        boolean unheard = identity.equals("nothing") && scene.isPublished(table);
        // whether it is FULL now is not known, so neither is whether this changes anything
        boolean already = identity.equals("default") && table.replicaIndex == 0;
        return unheard || already
                ? Optional.empty()
                : Optional.of(List.of(on("set_replica_identity").with("identity", identity)));
    }

    private Optional<List<SaferOperation>> alterColumn() {
        reader.accept("COLUMN");
        String name = reader.name();
        Optional<Column> column = table.column(name);
        if (reader.accept("SET", "NOT", "NULL")) {
            boolean already = column.map(Column::notNull).orElse(false);
            return Optional.of(already ? List.of() : List.of(on("set_not_null").with("column", name)));
        }
        if (reader.accept("DROP", "NOT", "NULL")) {
            boolean already = !column.map(Column::notNull).orElse(true);
            return Optional.of(already ? List.of() : List.of(on("drop_not_null").with("column", name)));
        }
        if (reader.accept("SET", "DEFAULT")) {
            return setDefault(name, new Expression(reader.until(token -> token.isSign(","))));
        }
        if (reader.accept("DROP", "DEFAULT")) {
            boolean has = column.flatMap(Column::defaultValue).isPresent();
            return Optional.of(has ? List.of(on("drop_default").with("column", name)) : List.of());
        }
        return reader.accept("TYPE") || reader.accept("SET", "DATA", "TYPE")
                ? new SaferType(scene, table, reader).change(name)
                : Optional.empty();
    }

    private Optional<List<SaferOperation>> setDefault(String name, Expression value) {
        Optional<Expression> before = table.column(name).flatMap(Column::defaultValue);
        if (before.filter(each -> isSame(each, value)).isPresent()) {
            return Optional.of(List.of());
        }
        if (value.isNull()) {
            return Optional.empty();
        }
        if (isConstant(value)) {
            return Optional.of(List.of(on("set_default").with("column", name).forPostgres("default", value.text())));
        }
        String alter = alter(table) + "ALTER COLUMN " + Catalog.quoted(name);
        return scene.isOrdinary(table)
                ? Optional.of(List.of(SaferOperation.raw(
                        "expand",
                        alter + " SET DEFAULT " + value.text(),
                        before.map(each -> alter + " SET DEFAULT " + each.text())
                                .orElse(alter + " DROP DEFAULT"),
                        "")))
                : Optional.empty();
    }

    static String alter(Relation table) {
        return "ALTER TABLE " + Scene.written(table) + " ";
    }

    /** But for a cast, which the server writes behind a constant. */
    private static boolean isSame(Expression one, Expression other) {
        String first = one.castOperand().bare().text();
        String second = other.castOperand().bare().text();
        return first.startsWith("'") ? first.equals(second) : first.equalsIgnoreCase(second);
    }

    /** A moment's name is read when the statement runs, and gives each node another default. */
    static boolean isConstant(Expression value) {
        String text = value.castOperand().bare().text().toLowerCase(Locale.ROOT);
        return !MOMENTS.contains(text)
                && SqlConstant.isConstant(SqlText.of(value.text(), SqlDialect.POSTGRES))
                && !value.isNull();
    }
}
