package dev.lockstep.agent.engine.postgres.explain.safer;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Constraint;
import dev.lockstep.agent.engine.postgres.explain.catalog.Expressions;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import dev.lockstep.agent.engine.postgres.explain.parse.TypeReader;
import dev.lockstep.agent.engine.postgres.explain.parse.TypeRef;
import dev.lockstep.change.sql.SqlConstant;
import dev.lockstep.change.sql.SqlDialect;
import dev.lockstep.change.sql.SqlText;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One command of an ALTER TABLE as an operation. Empty for what is quick and harmless as it is, and for what Lockstep has no operation for. */
final class SaferTableCommand {

    private static final Set<Constraint.Kind> KEYS =
            EnumSet.of(Constraint.Kind.PRIMARY_KEY, Constraint.Kind.FOREIGN_KEY, Constraint.Kind.EXCLUSION);
    private static final Set<String> NARROWER = Set.of("smallint", "integer");

    private final Catalog catalog;
    private final Relation table;
    private final TokenReader reader;
    private final String tableName;

    SaferTableCommand(Catalog catalog, Relation table, TokenReader reader) {
        this.catalog = catalog;
        this.table = table;
        this.reader = reader;
        this.tableName = table.schema.equals("public") ? table.name : table.schema + "." + table.name;
    }

    private SaferOperation on(String operation) {
        return new SaferOperation(operation).with("table", tableName);
    }

    Optional<SaferOperation> read() {
        if (reader.accept("ADD")) {
            boolean constraint = reader.atOneOf("CONSTRAINT", "CHECK", "UNIQUE", "PRIMARY", "FOREIGN");
            return constraint ? addConstraint() : addColumn();
        }
        if (reader.accept("DROP", "CONSTRAINT")) {
            reader.ifExists();
            String name = reader.name();
            boolean key = Optional.ofNullable(table.constraints.get(name))
                    .map(each -> each.kind() == Constraint.Kind.PRIMARY_KEY)
                    .orElse(true);
            if (key) {
                return replaceKey();
            }
            return ends() ? Optional.of(on("drop_constraint").with("name", name)) : Optional.empty();
        }
        if (reader.accept("DROP")) {
            reader.accept("COLUMN");
            reader.ifExists();
            String column = reader.name();
            return ends() && table.column(column).isPresent()
                    ? Optional.of(on("drop_column").with("column", column))
                    : Optional.empty();
        }
        if (reader.accept("RENAME", "CONSTRAINT")) {
            String name = reader.name();
            reader.expect("TO");
            return Optional.of(on("rename_constraint").with("name", name).with("to", reader.name()));
        }
        if (reader.accept("RENAME")) {
            return rename();
        }
        if (reader.accept("ATTACH", "PARTITION")) {
            return table.isPartitioned() ? new SaferPartition(catalog, reader).attach(table) : Optional.empty();
        }
        if (reader.accept("DETACH", "PARTITION")) {
            return table.isPartitioned() ? new SaferPartition(catalog, reader).detach(table) : Optional.empty();
        }
        if (reader.accept("REPLICA", "IDENTITY")) {
            return replicaIdentity();
        }
        return reader.accept("ALTER") ? alterColumn() : Optional.empty();
    }

    /** A key that goes can only be replaced, and by the next command of the same statement. */
    private Optional<SaferOperation> replaceKey() {
        boolean adds = ends() && reader.accept(",") && reader.accept("ADD");
        String given = adds && reader.accept("CONSTRAINT") ? reader.name() : "";
        if (!adds || table.isPartitioned() || !reader.accept("PRIMARY", "KEY") || !reader.at("(")) {
            return Optional.empty();
        }
        SaferOperation operation = on("replace_primary_key");
        if (!given.isEmpty()) {
            operation.with("name", given);
        }
        operation.with("columns", reader.nameList());
        return ends() ? Optional.of(operation) : Optional.empty();
    }

    /** CASCADE would take others' things along. */
    private boolean ends() {
        reader.accept("RESTRICT");
        return reader.atEnd() || reader.at(",");
    }

    private Optional<SaferOperation> rename() {
        if (reader.accept("TO")) {
            return Optional.of(on("rename_table").with("to", reader.name()));
        }
        reader.accept("COLUMN");
        String column = reader.name();
        reader.expect("TO");
        return Optional.of(on("rename_column").with("column", column).with("to", reader.name()));
    }

    private Optional<SaferOperation> replicaIdentity() {
        if (reader.accept("USING", "INDEX")) {
            return Optional.of(
                    on("set_replica_identity").with("identity", "index").with("index", reader.name()));
        }
        return Optional.of(
                on("set_replica_identity").with("identity", reader.take().value()));
    }

    private Optional<SaferOperation> alterColumn() {
        reader.accept("COLUMN");
        String column = reader.name();
        if (reader.accept("SET", "NOT", "NULL")) {
            boolean already = table.column(column).map(each -> each.notNull()).orElse(true);
            return already ? Optional.empty() : Optional.of(on("set_not_null").with("column", column));
        }
        if (reader.accept("DROP", "NOT", "NULL")) {
            return Optional.of(on("drop_not_null").with("column", column));
        }
        if (reader.accept("SET", "DEFAULT")) {
            Expression value = new Expression(reader.until(token -> token.isSign(",")));
            return isConstant(value)
                    ? Optional.of(on("set_default").with("column", column).forPostgres("default", value.text()))
                    : Optional.empty();
        }
        if (reader.accept("DROP", "DEFAULT")) {
            return Optional.of(on("drop_default").with("column", column));
        }
        return reader.accept("TYPE") || reader.accept("SET", "DATA", "TYPE") ? changeType(column) : Optional.empty();
    }

    private Optional<SaferOperation> changeType(String column) {
        TypeRef type = TypeReader.read(reader);

        if (reader.at("COLLATE")) {
            return Optional.empty();
        }
        Optional<Expression> using = reader.accept("USING")
                ? Optional.of(new Expression(reader.until(token -> token.isSign(","))))
                : Optional.empty();
        if (isOfKey(column)) {
            return isWidened(column, type) ? Optional.of(on("widen_key").with("column", column)) : Optional.empty();
        }
        if (table.isPartitioned() && isUnique(column)) {
            return Optional.empty();
        }
        SaferOperation operation = on("change_type").with("column", column).forPostgres("type", type.written());
        using.ifPresent(each -> operation.forPostgres("up", each.text()));
        return Optional.of(operation);
    }

    /** What is unique in a partitioned table has no way to another type. */
    private boolean isUnique(String column) {
        return catalog.indexesOf(table).stream()
                .anyMatch(each -> each.indexShape().unique()
                        && each.indexShape().allColumns().contains(column));
    }

    /** Whether other tables, or the way in which rows are found, hang on the column's type. */
    private boolean isOfKey(String column) {
        boolean own = table.constraints.values().stream()
                .filter(each -> KEYS.contains(each.kind()))
                .anyMatch(each -> each.columns().contains(column));
        return own
                || catalog.relations().stream()
                        .flatMap(each -> each.constraints.values().stream())
                        .anyMatch(each -> each.references() == table.id()
                                && each.referenced().contains(column));
    }

    private boolean isWidened(String column, TypeRef type) {
        boolean single = table.constraints.values().stream()
                .filter(each -> each.kind() == Constraint.Kind.PRIMARY_KEY)
                .anyMatch(each -> each.columns().equals(List.of(column)));
        String before = table.column(column).map(each -> each.type().written()).orElse("");
        return single && !table.isPartitioned() && type.written().equals("bigint") && NARROWER.contains(before);
    }

    private static boolean isConstant(Expression value) {
        return SqlConstant.isConstant(SqlText.of(value.text(), SqlDialect.POSTGRES)) && !value.isNull();
    }

    private Optional<SaferOperation> addColumn() {
        reader.accept("COLUMN");
        reader.ifNotExists();
        String column = reader.name();
        TypeRef type = TypeReader.read(reader);
        boolean nullable = true;
        Optional<Expression> value = Optional.empty();
        while (!reader.atEnd() && !reader.at(",")) {
            if (reader.accept("NOT", "NULL")) {
                nullable = false;
            } else if (reader.accept("DEFAULT")) {
                List<Token> tokens = reader.until(token -> token.isSign(",")
                        || token.isOneOf(
                                "CONSTRAINT",
                                "NOT",
                                "UNIQUE",
                                "PRIMARY",
                                "CHECK",
                                "REFERENCES",
                                "COLLATE",
                                "GENERATED"));
                value = Optional.of(new Expression(tokens));
            } else if (!reader.accept("NULL")) {
                return Optional.empty();
            }
        }
        boolean serial = type.name().endsWith("serial");
        boolean empty = value.isEmpty() || value.get().isNull();
        if (serial || (!nullable && empty)) {
            return Optional.empty();
        }
        SaferOperation operation = on("add_column").with("column", column).forPostgres("type", type.written());
        if (!nullable) {
            operation.with("nullable", false);
        }
        if (empty) {
            return Optional.of(operation);
        }
        // What gives each row something else would be another value than the one that old writers get later.
        return isConstant(value.get())
                ? Optional.of(operation.forPostgres("default", value.get().text()))
                : Optional.empty();
    }

    private Optional<SaferOperation> addConstraint() {
        String given = reader.accept("CONSTRAINT") ? reader.name() : "";
        if (reader.accept("CHECK")) {
            Expression check = new Expression(reader.inBrackets());
            List<String> columns = List.copyOf(check.columnsOf(table.columnNames()));
            String name = given.isEmpty()
                    ? SaferChange.nameFor(catalog, table, columns.size() == 1 ? columns.get(0) : "", "check")
                    : given;
            boolean constant = new Expressions(catalog).volatility(check, table.columns) == 'i';
            return ends() && constant
                    ? Optional.of(on("add_check").with("name", name).forPostgres("check", check.text()))
                    : Optional.empty();
        }
        if (reader.accept("UNIQUE")) {
            return addKey("add_unique", given, "key");
        }
        if (reader.accept("PRIMARY", "KEY")) {
            return table.primaryKey().isPresent() ? Optional.empty() : addKey("add_primary_key", given, "pkey");
        }
        reader.expect("FOREIGN", "KEY");
        return addForeignKey(given);
    }

    private Optional<SaferOperation> addKey(String operation, String given, String label) {
        if (!reader.at("(")) {
            return Optional.empty();
        }
        List<String> columns = reader.nameList();
        String name = given.isEmpty()
                ? SaferChange.nameFor(catalog, table, label.equals("pkey") ? "" : String.join("_", columns), label)
                : given;
        return ends() ? Optional.of(on(operation).with("name", name).with("columns", columns)) : Optional.empty();
    }

    private Optional<SaferOperation> addForeignKey(String given) {
        List<String> columns = reader.nameList();
        reader.expect("REFERENCES");
        QualifiedName referenced = reader.qualifiedName();
        Optional<Relation> other = catalog.find(referenced);
        List<String> keys = reader.at("(")
                ? reader.nameList()
                : other.map(SaferChange::keyOf).orElse(List.of());
        String name = given.isEmpty() ? SaferChange.nameFor(catalog, table, String.join("_", columns), "fkey") : given;
        SaferOperation operation = on("add_foreign_key")
                .with("name", name)
                .with("columns", columns)
                .with("references", referenced.text())
                .with("referenced_columns", keys);
        if (reader.accept("ON", "DELETE")) {
            if (reader.accept("SET", "NULL")) {
                operation.with("on_delete", "set_null");
            } else if (reader.atOneOf("CASCADE", "RESTRICT")) {
                operation.with("on_delete", reader.take().value());
            } else if (!reader.accept("NO", "ACTION")) {
                return Optional.empty();
            }
        }
        boolean toItself = table.isPartitioned() && other.filter(table::equals).isPresent();
        boolean paired = columns.size() == keys.size() && !toItself;
        return ends() && paired ? Optional.of(operation) : Optional.empty();
    }
}
