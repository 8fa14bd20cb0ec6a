package dev.lockstep.agent.engine.postgres.explain.safer;

import dev.lockstep.agent.engine.postgres.explain.catalog.Column;
import dev.lockstep.agent.engine.postgres.explain.catalog.Constraint;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import java.util.Optional;

/** Partitions that come and go: of a table that is no partition itself, and in the schema of that table. */
final class SaferPartition {
    private final Scene scene;
    private final TokenReader reader;

    SaferPartition(Scene scene, TokenReader reader) {
        this.scene = scene;
        this.reader = reader;
    }

    /** After ATTACH PARTITION. */
    Optional<SaferOperation> attach(Relation whole) {
        QualifiedName name = reader.qualifiedName();
        Optional<Relation> part =
                scene.find(name).filter(each -> each.kind == Relation.Kind.TABLE && each.schema.equals(whole.schema));
        Optional<String> values = values();
        return part.isPresent() && values.isPresent() && keepsItsParts(whole) && mayCome(part.get(), whole)
                ? Optional.of(on("attach_partition", whole, part.get().name).with("values", values.get()))
                : Optional.empty();
    }

    /** After DETACH PARTITION; CONCURRENTLY stops nobody. */
    Optional<SaferOperation> detach(Relation whole) {
        Optional<Relation> part = scene.find(reader.qualifiedName());
        return reader.atEnd() && mayLeave(part.get(), whole) && new KeysToWhole(scene, whole).letGo()
                ? part.map(each -> on("detach_partition", whole, each.name))
                : Optional.empty();
    }

    /** DROP TABLE of a partition. */
    Optional<SaferOperation> drop(Relation part) {
        return whole(part)
                .filter(whole -> mayLeave(part, whole) && isNeededByNone(part, whole))
                .map(whole -> on("drop_partition", whole, part.name));
    }

    /** After CREATE TABLE. */
    Optional<SaferOperation> create() {
        QualifiedName name = reader.qualifiedName();
        if (!reader.accept("PARTITION", "OF")) {
            return Optional.empty();
        }
        Optional<Relation> whole =
                scene.find(reader.qualifiedName()).filter(each -> each.isPartitioned() && !each.partition);
        boolean together = whole.filter(each -> scene.find(name).isEmpty())
                .filter(each -> keepsItsParts(each) && new KeysToWhole(scene, each).findTheirRows())
                .map(each -> each.schema.equals(scene.before().schemaFor(name)))
                .orElse(false);
        Optional<String> values = values();
        return together && values.isPresent()
                ? whole.map(each -> on("create_partition", each, name.name()).with("values", values.get()))
                : Optional.empty();
    }

    private Optional<Relation> whole(Relation part) {
        return part.partition
                ? Optional.of(scene.before().get(part.parents.get(0)))
                        .filter(each -> !each.partition && each.schema.equals(part.schema))
                : Optional.empty();
    }

    /** Whether parts may come: no index of the whole is half made, and what refers to it bears it. */
    private boolean keepsItsParts(Relation whole) {
        return scene.standsByItself(whole)
                && new KeysToWhole(scene, whole).standByThemselves()
                && scene.before().indexesOf(whole).stream().allMatch(each -> each.valid);
    }

    /** Whether a table is so that the way back would leave it as it was. */
    private boolean mayCome(Relation part, Relation whole) {
        boolean refersToParted = whole.constraints.values().stream()
                .filter(each -> each.kind() == Constraint.Kind.FOREIGN_KEY && each.references() != whole.id())
                .anyMatch(each -> scene.before().get(each.references()).isPartitioned());
        boolean numbered =
                part.columns.stream().anyMatch(each -> each.generation().isIdentity());
        boolean unfinished = scene.before().indexesOf(part).stream().anyMatch(each -> !each.valid);
        boolean alike = whole.columns.stream()
                .filter(each -> each.generation().isComputed())
                .allMatch(each -> part.column(each.name())
                        .flatMap(Column::defaultValue)
                        .map(Expression::text)
                        .equals(each.defaultValue().map(Expression::text)));
        return scene.standsByItself(part) && !refersToParted && !numbered && !unfinished && alike;
    }

    private boolean mayLeave(Relation part, Relation whole) {
        return part.kind == Relation.Kind.TABLE && scene.standsByItself(whole);
    }

    /** A statement that drops takes along what needs the part, keys that refer to the whole too; the operation leaves those. */
    private boolean isNeededByNone(Relation part, Relation whole) {
        return scene.before().viewsOn(part).isEmpty()
                && scene.before().referencesTo(part).isEmpty()
                && scene.before().referencesTo(whole).isEmpty();
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
        return new SaferOperation(operation).with("table", Scene.named(whole)).with("partition", part);
    }
}
