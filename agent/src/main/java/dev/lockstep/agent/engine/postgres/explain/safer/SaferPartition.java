package dev.lockstep.agent.engine.postgres.explain.safer;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import java.util.Optional;

/** Partitions that come and go: of a table that is no partition itself, and in the schema of that table. */
final class SaferPartition {
    private final Catalog catalog;
    private final TokenReader reader;

    SaferPartition(Catalog catalog, TokenReader reader) {
        this.catalog = catalog;
        this.reader = reader;
    }

    /** After ATTACH PARTITION. */
    Optional<SaferOperation> attach(Relation whole) {
        QualifiedName name = reader.qualifiedName();
        Optional<Relation> part =
                catalog.find(name).filter(each -> each.kind == Relation.Kind.TABLE && each.schema.equals(whole.schema));
        Optional<String> values = values();
        return part.isPresent() && values.isPresent()
                ? Optional.of(on("attach_partition", whole, part.get().name).with("values", values.get()))
                : Optional.empty();
    }

    /** After DETACH PARTITION; CONCURRENTLY stops nobody. */
    Optional<SaferOperation> detach(Relation whole) {
        Optional<Relation> part = catalog.find(reader.qualifiedName());
        return reader.atEnd() ? part.map(each -> on("detach_partition", whole, each.name)) : Optional.empty();
    }

    /** DROP TABLE of a partition. */
    Optional<SaferOperation> drop(Relation part) {
        return whole(part).map(whole -> on("drop_partition", whole, part.name));
    }

    /** After CREATE TABLE. */
    Optional<SaferOperation> create() {
        QualifiedName name = reader.qualifiedName();
        if (!reader.accept("PARTITION", "OF")) {
            return Optional.empty();
        }
        Optional<Relation> whole =
                catalog.find(reader.qualifiedName()).filter(each -> each.isPartitioned() && !each.partition);
        boolean together =
                whole.map(each -> each.schema.equals(catalog.schemaFor(name))).orElse(false);
        Optional<String> values = values();
        return together && values.isPresent()
                ? whole.map(each -> on("create_partition", each, name.name()).with("values", values.get()))
                : Optional.empty();
    }

    private Optional<Relation> whole(Relation part) {
        return part.partition
                ? Optional.of(catalog.get(part.parents.get(0)))
                        .filter(each -> !each.partition && each.schema.equals(part.schema))
                : Optional.empty();
    }

    private Optional<String> values() {
        if (reader.at("DEFAULT")) {
            reader.take();
            return reader.atEnd() ? Optional.of("DEFAULT") : Optional.empty();
        }
        if (!reader.accept("FOR", "VALUES")) {
            return Optional.empty();
        }
        String values = new Expression(reader.until(token -> token.isOneOf("PARTITION", "USING", "TABLESPACE"))).text();
        return reader.atEnd() ? Optional.of(values) : Optional.empty();
    }

    private static SaferOperation on(String operation, Relation whole, String part) {
        return new SaferOperation(operation)
                .with("table", SaferChange.tableName(whole))
                .with("partition", part);
    }
}
