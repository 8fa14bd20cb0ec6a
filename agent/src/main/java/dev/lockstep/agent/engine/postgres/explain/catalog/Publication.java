package dev.lockstep.agent.engine.postgres.explain.catalog;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What logical replication carries.
 *
 * @param everything whether all tables are in it
 * @param schemas whose tables are in it
 * @param tables that it names
 * @param verbs what is carried of them, in small letters: insert, update, delete, truncate
 */
public record Publication(boolean everything, Set<String> schemas, Set<Integer> tables, Set<String> verbs) {
    public Publication {
        schemas = Set.copyOf(schemas);
        tables = Set.copyOf(tables);
        verbs = Set.copyOf(verbs);
    }

    public Publication with(Set<Integer> named) {
        return new Publication(everything, schemas, named, verbs);
    }

    public Publication carrying(Set<String> others) {
        return new Publication(everything, schemas, tables, others);
    }

    /** What a partition is in, its wholes are asked, too. */
    private boolean has(Catalog catalog, Relation table) {
        Set<Relation> asked = new LinkedHashSet<>(List.of(table));
        if (table.partition && catalog.isFrom(13)) {
            asked.addAll(catalog.ancestorsOf(table));
        }
        return everything
                || asked.stream().anyMatch(each -> tables.contains(each.id()) || schemas.contains(each.schema));
    }

    /** Whether a change of a row of this table is carried. */
    public boolean carries(Catalog catalog, Relation table, String verb) {
        return verbs.contains(verb) && table.persistence == Relation.Persistence.PERMANENT && has(catalog, table);
    }
}
