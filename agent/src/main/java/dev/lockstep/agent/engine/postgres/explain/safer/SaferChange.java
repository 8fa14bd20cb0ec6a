package dev.lockstep.agent.engine.postgres.explain.safer;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.Script.Statement;
import dev.lockstep.agent.engine.postgres.explain.parse.SyntaxFailure;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import dev.lockstep.change.ChangeFile;
import dev.lockstep.change.ChangeFileResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns a statement into the operations of a change file that mean the same. */
public final class SaferChange {
    private final Catalog catalog;
    private final TokenReader reader;
    private final List<SaferOperation> operations = new ArrayList<>();

    private SaferChange(Catalog catalog, Statement statement) {
        this.catalog = catalog;
        this.reader = new TokenReader(statement.tokens());
    }

    /**
     * The {@code operations:} of a change file.
     *
     * @param catalog as it is before the statement, which the server would take
     * @return empty when there is no operation for it, or it would be no safer
     */
    public static Optional<String> of(Catalog catalog, Statement statement) {
        SaferChange change = new SaferChange(catalog, statement);
        try {
            boolean whole = change.read();
            Optional<String> yaml = whole && !change.operations.isEmpty()
                    ? Optional.of(SaferOperation.yaml(change.operations))
                    : Optional.empty();
            return yaml.filter(SaferChange::canStandInOneFile);
        } catch (SyntaxFailure other) {
            return Optional.empty();
        }
    }

    /** Some operations need a change of their own. */
    private static boolean canStandInOneFile(String operations) {
        return ChangeFile.read("change.yaml", "change: a-change\nfleet: a-fleet\n" + operations)
                instanceof ChangeFileResult.Read;
    }

    private boolean read() {
        if (reader.accept("ALTER", "TABLE")) {
            reader.ifExists();
            boolean only = reader.accept("ONLY");
            QualifiedName name = reader.qualifiedName();
            reader.accept("*");
            return !only
                    && find(name)
                            .filter(this::standsByItself)
                            .map(this::alterTable)
                            .orElse(false);
        }
        if (reader.at("CREATE", "INDEX") || reader.at("CREATE", "UNIQUE", "INDEX")) {
            return createIndex();
        }
        if (reader.accept("DROP", "INDEX")) {
            return dropIndex();
        }
        if (reader.accept("CREATE", "TABLE")) {
            reader.ifNotExists();
            new SaferPartition(catalog, reader).create().ifPresent(operations::add);
            return !operations.isEmpty();
        }
        if (reader.accept("DROP", "TABLE")) {
            reader.ifExists();
            QualifiedName name = reader.qualifiedName();
            reader.accept("RESTRICT");
            Optional<SaferOperation> part = find(name).flatMap(new SaferPartition(catalog, reader)::drop);
            if (part.isPresent()) {
                operations.add(part.get());
                return reader.atEnd();
            }
            operations.add(new SaferOperation("drop_table").with("table", name.text()));
            return reader.atEnd() && find(name).filter(this::standsByItself).isPresent();
        }
        if (reader.accept("ALTER", "TYPE")) {
            return addEnumValue();
        }
        return false;
    }

    /** Lockstep's operations are for ordinary tables, and for partitioned ones as a whole; no partition is changed by itself. */
    private boolean standsByItself(Relation table) {
        boolean whole = table.isPartitioned() && !table.partition;
        boolean ordinary =
                table.kind == Relation.Kind.TABLE && catalog.childrenOf(table).isEmpty();
        return table.parents.isEmpty() && (whole || ordinary);
    }

    private Optional<Relation> find(QualifiedName name) {
        return catalog.find(name);
    }

    private boolean addEnumValue() {
        QualifiedName name = reader.qualifiedName();
        if (!reader.accept("ADD", "VALUE")) {
            return false;
        }
        reader.ifNotExists();
        SaferOperation operation =
                new SaferOperation("add_enum_value").with("type", name.text()).with("value", reader.string());
        if (reader.accept("BEFORE")) {
            operation.with("before", reader.string());
        } else if (reader.accept("AFTER")) {
            operation.with("after", reader.string());
        }
        operations.add(operation);
        return reader.atEnd();
    }

    private boolean createIndex() {
        reader.expect("CREATE");
        boolean unique = reader.accept("UNIQUE");
        reader.expect("INDEX");
        if (reader.at("CONCURRENTLY")) {
            return false;
        }
        reader.ifNotExists();
        String given = reader.at("ON") ? "" : reader.name();
        reader.expect("ON");
        if (reader.at("ONLY")) {
            return false;
        }
        QualifiedName table = reader.qualifiedName();
        reader.accept("USING", "BTREE");
        if (!reader.at("(")) {
            return false;
        }
        List<String> columns = plainColumns();
        String name = given.isEmpty() ? table.name() + "_" + String.join("_", columns) + "_idx" : given;
        SaferOperation operation = new SaferOperation("add_index")
                .with("table", table.text())
                .with("name", name)
                .with("columns", columns);
        operations.add(unique ? operation.with("unique", true) : operation);
        boolean ordinary = find(table).filter(this::standsByItself).isPresent();
        return reader.atEnd() && ordinary && !columns.isEmpty();
    }

    /** None when a key is more than a column. */
    private List<String> plainColumns() {
        List<Token> inside = reader.inBrackets();
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < inside.size(); i++) {
            boolean place = i % 2 == 0 ? inside.get(i).isName() : inside.get(i).isSign(",");
            if (!place) {
                return List.of();
            }
            if (i % 2 == 0) {
                columns.add(inside.get(i).value());
            }
        }
        return columns;
    }

    private boolean dropIndex() {
        if (reader.at("CONCURRENTLY")) {
            return false;
        }
        reader.ifExists();
        for (QualifiedName name : reader.qualifiedNames()) {
            Optional<Relation> index = find(name)
                    .filter(each -> each.isIndex() && each.parentIndex == 0)
                    .filter(each -> standsByItself(catalog.get(each.table)));
            if (index.isEmpty()) {
                return false;
            }
            operations.add(new SaferOperation("drop_index")
                    .with("table", tableName(catalog.get(index.get().table)))
                    .with("name", index.get().name));
        }
        reader.accept("RESTRICT");
        return reader.atEnd();
    }

    static String tableName(Relation table) {
        return table.schema.equals("public") ? table.name : table.schema + "." + table.name;
    }

    private boolean alterTable(Relation table) {
        do {
            Optional<SaferOperation> operation = new SaferTableCommand(catalog, table, reader).read();
            if (operation.isEmpty()) {
                return false;
            }
            operations.add(operation.get());
        } while (reader.accept(","));
        return reader.atEnd();
    }

    /** The name that a foreign key and others get from the server. */
    static String nameFor(Catalog catalog, Relation table, String columns, String label) {
        return catalog.chooseName(table.schema, table.name, columns, label, table.constraints.keySet());
    }

    /** The primary key's columns. */
    static List<String> keyOf(Relation table) {
        return table.primaryKey().map(each -> each.columns()).orElse(List.of());
    }
}
