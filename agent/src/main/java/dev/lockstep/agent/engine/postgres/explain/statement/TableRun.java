package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Constraint;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One ALTER TABLE while its commands are carried out: they only mark what has to be done with the rows, which then happens once. */
final class TableRun {

    private static final class Work {
        private boolean rewritten;
        private boolean read;
        private final Set<Integer> indexes = new LinkedHashSet<>();
    }

    private record ForeignKeyCheck(Relation table, String name) {}

    final Effects effects;
    final Catalog catalog;
    final Relation target;
    final boolean only;
    /** The strongest mode that one of the commands needs. */
    final LockMode mode;

    private final Map<Integer, Work> works = new LinkedHashMap<>();
    private final List<ForeignKeyCheck> foreignKeys = new ArrayList<>();
    private final List<ForeignKeyCheck> foreignKeysOfRewritten = new ArrayList<>();
    /** The columns that have got another type so far. */
    final Set<String> retyped = new LinkedHashSet<>();

    TableRun(Effects effects, Relation target, boolean only, LockMode mode) {
        this.effects = effects;
        this.catalog = effects.catalog();
        this.target = target;
        this.only = only;
        this.mode = mode;
    }

    /** The table, and those below it unless ONLY was said; all locked. */
    List<Relation> family() {
        if (only) {
            return List.of(target);
        }
        List<Relation> family = catalog.family(target);
        effects.lock(family, mode);
        return family;
    }

    boolean hasChildren() {
        return !catalog.childrenOf(target).isEmpty();
    }

    private Work work(Relation table) {
        return works.computeIfAbsent(table.id(), id -> new Work());
    }

    void rewrites(Relation table) {
        work(table).rewritten = true;
    }

    boolean isRewritten(Relation table) {
        return works.containsKey(table.id()) && work(table).rewritten;
    }

    /** The rows have to be looked at. */
    void reads(Relation table) {
        work(table).read = true;
    }

    void builds(Relation index) {
        work(catalog.get(index.table)).indexes.add(index.id());
    }

    void checksForeignKey(Relation table, Constraint constraint) {
        foreignKeys.add(new ForeignKeyCheck(table, constraint.name()));
    }

    /** Of a key that could be kept as it is, if not all rows were written anew. */
    void checksForeignKeyWhenRewritten(Relation table, Constraint constraint) {
        foreignKeysOfRewritten.add(new ForeignKeyCheck(table, constraint.name()));
    }

    /** What is done with the rows, after all commands. */
    void finish() {
        if (isRewritten(target)) {
            foreignKeys.addAll(foreignKeysOfRewritten);
        }
        works.forEach((id, work) -> {
            if (catalog.has(id)) {
                finish(catalog.get(id), work);
            }
        });
        ForeignKeys keys = new ForeignKeys(effects);
        for (ForeignKeyCheck check : foreignKeys) {
            Constraint constraint = check.table().constraints.get(check.name());
            if (constraint != null) {
                keys.validate(check.table(), constraint);
            }
        }
    }

    private void finish(Relation table, Work work) {
        if (work.rewritten && table.hasRows()) {
            effects.rewrite(table);
            return;
        }
        if (work.read) {
            effects.scan(table);
        }
        work.indexes.stream().filter(catalog::has).map(catalog::get).forEach(effects::build);
    }

    dev.lockstep.agent.engine.postgres.explain.catalog.Column column(Relation table, String name) {
        return table.column(name)
                .orElseThrow(() -> new Refusal(
                        "42703", "column \"" + name + "\" of relation \"" + table.name + "\" does not exist"));
    }
}
