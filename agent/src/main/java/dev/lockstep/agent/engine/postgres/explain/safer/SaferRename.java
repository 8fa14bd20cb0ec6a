package dev.lockstep.agent.engine.postgres.explain.safer;

import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import java.util.List;
import java.util.Optional;

/** New names. Until CONTRACT a table and a column have both, so nothing may write the old one out. */
final class SaferRename {
    private final Scene scene;
    private final Relation table;
    private final TokenReader reader;

    SaferRename(Scene scene, Relation table, TokenReader reader) {
        this.scene = scene;
        this.table = table;
        this.reader = reader;
    }

    /** After RENAME. */
    Optional<List<SaferOperation>> read() {
        if (reader.accept("CONSTRAINT")) {
            String name = reader.name();
            reader.expect("TO");
            return Optional.of(
                    List.of(on("rename_constraint").with("name", name).with("to", reader.name())));
        }
        if (reader.accept("TO")) {
            boolean named = !scene.before().viewsOn(table).isEmpty()
                    || scene.isPublished(table)
                    || !table.rules.isEmpty()
                    || hidesRows();
            return named
                    ? Optional.empty()
                    : Optional.of(List.of(on("rename_table").with("to", reader.name())));
        }
        reader.accept("COLUMN");
        String column = reader.name();
        reader.expect("TO");
        return isWrittenOut(column)
                ? Optional.empty()
                : Optional.of(List.of(on("rename_column").with("column", column).with("to", reader.name())));
    }

    private SaferOperation on(String operation) {
        return new SaferOperation(operation).with("table", Scene.named(table));
    }

    /** Before 15 a view shows its owner's rows to everybody. */
    private boolean hidesRows() {
        return !table.policies.isEmpty() && !scene.before().isFrom(15);
    }

    private boolean isWrittenOut(String column) {
        boolean ofTrigger =
                table.triggers.values().stream().anyMatch(each -> each.columns().contains(column));
        boolean ofView = scene.before().viewsOn(table).stream()
                .flatMap(each -> each.uses.stream())
                .anyMatch(each -> each.relation() == table.id()
                        && (each.column().isEmpty() || each.column().equals(column)));
        boolean ofRule = java.util.stream.Stream.concat(
                        table.policies.values().stream(),
                        table.rules.values().stream().map(Relation.Rule::needs))
                .flatMap(each -> each.uses().stream())
                .anyMatch(each -> each.relation() == table.id()
                        && (each.column().isEmpty() || each.column().equals(column)));
        return ofTrigger || ofView || ofRule || !table.rules.isEmpty();
    }
}
