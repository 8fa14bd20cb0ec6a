package dev.lockstep.agent.engine.postgres.explain.safer;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tables that go. Whatever else would go with them has to be dropped by an operation of its own. */
final class SaferDrop {
    private final Scene scene;
    private final TokenReader reader;

    SaferDrop(Scene scene, TokenReader reader) {
        this.scene = scene;
        this.reader = reader;
    }

    /** After DROP TABLE. */
    Optional<List<SaferOperation>> tables() {
        reader.ifExists();
        List<Relation> going = new ArrayList<>();
        for (QualifiedName name : reader.qualifiedNames()) {
            scene.find(name).ifPresent(going::add);
        }
        if (!reader.accept("CASCADE")) {
            reader.accept("RESTRICT");
        }
        if (!reader.atEnd()) {
            return Optional.empty();
        }
        List<SaferOperation> operations = new ArrayList<>();
        while (!going.isEmpty()) {
            Optional<Relation> next =
                    going.stream().filter(each -> isNeededByNone(each, going)).findFirst();
            Optional<SaferOperation> operation = next.flatMap(this::drop);
            if (operation.isEmpty()) {
                return Optional.empty();
            }
            operations.add(operation.get());
            going.remove(next.get());
        }
        return Optional.of(operations);
    }

    /** Lockstep plans each operation on what is there now, so who refers to a table may not go in the same change. */
    private boolean isNeededByNone(Relation table, List<Relation> going) {
        Catalog catalog = scene.before();
        boolean written = catalog.relations().stream()
                .filter(each -> each.id() != table.id())
                .flatMap(each -> each.rules.values().stream())
                .anyMatch(each -> each.writes().containsKey(table.id()));
        return !written
                && catalog.viewsOn(table).isEmpty()
                && catalog.referencesTo(table).stream()
                        .allMatch(each -> each.table().id() == table.id()
                                || each.table().partition && going.contains(table) && isBelow(each.table(), table));
    }

    private boolean isBelow(Relation part, Relation whole) {
        return scene.before().ancestorsOf(part).contains(whole);
    }

    private Optional<SaferOperation> drop(Relation table) {
        return table.partition
                ? new SaferPartition(scene, reader).drop(table)
                : Optional.of(table)
                        .filter(scene::standsByItself)
                        .map(each -> new SaferOperation("drop_table").with("table", Scene.named(each)));
    }
}
