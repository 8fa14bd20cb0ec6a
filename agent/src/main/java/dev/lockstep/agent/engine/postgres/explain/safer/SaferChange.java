package dev.lockstep.agent.engine.postgres.explain.safer;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.Script.Statement;
import dev.lockstep.agent.engine.postgres.explain.parse.SyntaxFailure;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import dev.lockstep.change.ChangeFile;
import dev.lockstep.change.ChangeFileResult;
import java.util.List;
import java.util.Optional;

/** Turns a statement into the operations of a change file that mean the same. */
public final class SaferChange {
    private final Scene scene;
    private final TokenReader reader;

    private SaferChange(Scene scene, Statement statement) {
        this.scene = scene;
        this.reader = new TokenReader(statement.tokens());
    }

    /**
     * The {@code operations:} of a change file.
     *
     * @param before the statement, which the server would take
     * @param after the statement
     * @return empty when there is no operation for it, or it would be no safer
     */
    public static Optional<String> of(Catalog before, Catalog after, Statement statement) {
        try {
            return new SaferChange(new Scene(before, after), statement)
                    .read()
                    .filter(operations -> !operations.isEmpty())
                    .map(SaferOperation::yaml)
                    .filter(SaferChange::canStandInOneFile);
        } catch (SyntaxFailure other) {
            return Optional.empty();
        }
    }

    /** Some operations need a change of their own. */
    private static boolean canStandInOneFile(String operations) {
        return ChangeFile.read("change.yaml", "change: a-change\nfleet: a-fleet\n" + operations)
                instanceof ChangeFileResult.Read;
    }

    private Optional<List<SaferOperation>> read() {
        if (reader.accept("ALTER", "TABLE")) {
            return alterTable();
        }
        if (reader.at("CREATE", "INDEX") || reader.at("CREATE", "UNIQUE", "INDEX")) {
            return new SaferIndex(scene, reader).create();
        }
        if (reader.accept("DROP", "INDEX")) {
            return new SaferIndex(scene, reader).drop();
        }
        if (reader.accept("CREATE", "TABLE")) {
            reader.ifNotExists();
            return new SaferPartition(scene, reader).create().map(List::of);
        }
        if (reader.accept("DROP", "TABLE")) {
            return new SaferDrop(scene, reader).tables();
        }
        if (reader.accept("REFRESH", "MATERIALIZED", "VIEW")) {
            return new SaferIndex(scene, reader).refresh();
        }
        return reader.accept("ALTER", "TYPE") ? addEnumValue() : Optional.empty();
    }

    private Optional<List<SaferOperation>> alterTable() {
        reader.ifExists();
        boolean only = reader.accept("ONLY");
        QualifiedName name = reader.qualifiedName();
        reader.accept("*");
        Optional<Relation> index = scene.find(name).filter(Relation::isIndex);
        if (index.isPresent()) {
            return new SaferIndex(scene, reader).rename(index.get());
        }
        return scene.find(name)
                .filter(table -> scene.standsByItself(table) || scene.bearsRawSteps(table))
                .filter(table -> !only || scene.isOrdinary(table))
                .flatMap(table -> new SaferTable(scene, table, reader).read());
    }

    private Optional<List<SaferOperation>> addEnumValue() {
        QualifiedName name = reader.qualifiedName();
        if (!reader.accept("ADD", "VALUE")) {
            return Optional.empty();
        }
        reader.ifNotExists();
        SaferOperation operation =
                new SaferOperation("add_enum_value").with("type", name.text()).with("value", reader.string());
        if (reader.accept("BEFORE")) {
            operation.with("before", reader.string());
        } else if (reader.accept("AFTER")) {
            operation.with("after", reader.string());
        }
        return reader.atEnd() ? Optional.of(List.of(operation)) : Optional.empty();
    }
}
