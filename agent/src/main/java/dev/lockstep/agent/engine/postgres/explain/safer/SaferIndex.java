package dev.lockstep.agent.engine.postgres.explain.safer;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Indexes. One that is more than columns in their usual order is built by a raw step, concurrently. */
final class SaferIndex {
    private final Scene scene;
    private final TokenReader reader;

    SaferIndex(Scene scene, TokenReader reader) {
        this.scene = scene;
        this.reader = reader;
    }

    /** From CREATE on. */
    Optional<List<SaferOperation>> create() {
        reader.expect("CREATE");
        boolean unique = reader.accept("UNIQUE");
        reader.expect("INDEX");
        if (reader.at("CONCURRENTLY")) {
            return Optional.empty();
        }
        reader.ifNotExists();
        if (!reader.at("ON")) {
            reader.name();
        }
        reader.expect("ON");
        boolean only = reader.accept("ONLY");
        Optional<Relation> found = scene.find(reader.qualifiedName());
        List<Relation> made = found.map(scene::newIndexes).orElse(List.of());
        if (made.size() != 1 || only && found.get().isPartitioned()) {
            return Optional.empty();
        }
        Relation table = found.get();
        List<Token> definition = reader.rest();
        List<String> columns = plainColumns(TokenReader.over(definition));
        if (!columns.isEmpty() && scene.standsByItself(table)) {
            SaferOperation operation = new SaferOperation("add_index")
                    .with("table", Scene.named(table))
                    .with("name", made.get(0).name)
                    .with("columns", columns);
            return Optional.of(List.of(unique ? operation.with("unique", true) : operation));
        }
        if (table.isPartitioned()) {
            return ofParts(unique, table, made.get(0).name, new Expression(definition).text());
        }
        boolean buildsBeside = table.hasRows() && table.persistence != Relation.Persistence.TEMPORARY;
        return buildsBeside
                ? Optional.of(List.of(build(
                        unique,
                        table,
                        made.get(0).name,
                        new Expression(definition).text(),
                        unique ? "contract" : "expand")))
                : Optional.empty();
    }

    /** The parts get theirs beside readers and writers; then that of the whole finds them, and nothing is left to build. */
    private Optional<List<SaferOperation>> ofParts(boolean unique, Relation whole, String name, String definition) {
        String phase = unique ? "contract" : "expand";
        List<SaferOperation> steps = new ArrayList<>();
        for (Relation part : scene.before().family(whole)) {
            boolean foreign = part.kind == Relation.Kind.FOREIGN_TABLE;
            if (foreign || part.persistence == Relation.Persistence.TEMPORARY) {
                return Optional.empty();
            }
            if (part.hasRows()) {
                scene.newIndexes(part).forEach(each -> steps.add(build(unique, part, each.name, definition, phase)));
            }
        }
        String written = Catalog.quoted(name);
        steps.add(SaferOperation.raw(
                phase,
                "CREATE " + (unique ? "UNIQUE " : "") + "INDEX " + written + " ON " + Scene.written(whole) + " "
                        + definition,
                unique ? "" : "DROP INDEX " + Scene.written(whole.schema, name),
                ""));
        return Optional.of(steps);
    }

    /**
     * A raw step that builds an index beside readers and writers.
     *
     * @param definition what stands behind the table's name
     */
    static SaferOperation build(boolean unique, Relation table, String name, String definition, String phase) {
        String written = Scene.written(table.schema, name);
        return SaferOperation.raw(
                phase,
                "CREATE " + (unique ? "UNIQUE " : "") + "INDEX CONCURRENTLY " + Catalog.quoted(name) + " ON "
                        + Scene.written(table) + " " + definition,
                phase.equals("contract")
                        ? ""
                        : "DROP INDEX CONCURRENTLY " + (table.partition ? "IF EXISTS " : "") + written,
                "SELECT EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass(" + literal(written)
                        + ") AND indisvalid)");
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** None when a key is more than a column, or the index more than its keys. */
    private static List<String> plainColumns(TokenReader definition) {
        definition.accept("USING", "BTREE");
        if (!definition.at("(")) {
            return List.of();
        }
        TokenReader keys = TokenReader.over(definition.inBrackets());
        if (!definition.atEnd()) {
            return List.of();
        }
        List<String> columns = new ArrayList<>();
        do {
            if (!keys.peek().isName()) {
                return List.of();
            }
            columns.add(keys.name());
            keys.accept("ASC");
            keys.accept("NULLS", "LAST");
        } while (keys.accept(","));
        return keys.atEnd() ? columns : List.of();
    }

    /** After DROP INDEX. */
    Optional<List<SaferOperation>> drop() {
        if (reader.at("CONCURRENTLY")) {
            return Optional.empty();
        }
        reader.ifExists();
        List<SaferOperation> operations = new ArrayList<>();
        for (QualifiedName name : reader.qualifiedNames()) {
            Optional<Relation> index = scene.find(name);
            Optional<SaferOperation> operation = index.flatMap(this::drop);
            if (index.isPresent() && operation.isEmpty()) {
                return Optional.empty();
            }
            operation.ifPresent(operations::add);
        }
        reader.accept("RESTRICT");
        return reader.atEnd() ? Optional.of(operations) : Optional.empty();
    }

    private Optional<SaferOperation> drop(Relation index) {
        Relation table = scene.before().get(index.table);
        if (index.parentIndex != 0
                || table.replicaIndex == index.id()
                || table.persistence == Relation.Persistence.TEMPORARY) {
            return Optional.empty();
        }
        if (scene.standsByItself(table)) {
            return Optional.of(new SaferOperation("drop_index")
                    .with("table", Scene.named(table))
                    .with("name", index.name));
        }
        return table.hasRows()
                ? Optional.of(SaferOperation.raw(
                        "contract",
                        "DROP INDEX CONCURRENTLY " + Scene.written(index),
                        "",
                        "SELECT to_regclass(" + literal(Scene.written(index)) + ") IS NULL"))
                : Optional.empty();
    }

    /** After ALTER TABLE with the name of an index, which takes a stronger lock than ALTER INDEX. */
    Optional<List<SaferOperation>> rename(Relation index) {
        if (!reader.accept("RENAME", "TO")) {
            return Optional.empty();
        }
        String to = reader.name();
        Relation table = scene.before().get(index.table);
        boolean ofConstraint = scene.before().constraintOf(index).isPresent();
        return scene.standsByItself(table) && reader.atEnd()
                ? Optional.of(List.of(new SaferOperation(ofConstraint ? "rename_constraint" : "rename_index")
                        .with("table", Scene.named(table))
                        .with("name", index.name)
                        .with("to", to)))
                : Optional.empty();
    }

    /** After REFRESH MATERIALIZED VIEW: beside readers, where a unique index tells its rows apart. */
    Optional<List<SaferOperation>> refresh() {
        if (reader.at("CONCURRENTLY")) {
            return Optional.empty();
        }
        Optional<Relation> view = scene.find(reader.qualifiedName());
        reader.accept("WITH", "DATA");
        boolean toldApart = view.filter(each -> each.valid).stream()
                .flatMap(each -> scene.before().indexesOf(each).stream())
                .filter(each -> each.valid)
                .map(Relation::indexShape)
                .anyMatch(each -> each.unique()
                        && !each.onExpressions()
                        && each.condition().isEmpty());
        return toldApart && reader.atEnd()
                ? Optional.of(List.of(SaferOperation.raw(
                        "expand", "REFRESH MATERIALIZED VIEW CONCURRENTLY " + Scene.written(view.get()), "", "")))
                : Optional.empty();
    }
}
