package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Constraint;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import java.util.List;

/** Rows that are published can be changed where the other side can find them. */
final class Replicated {
    private Replicated() {}

    /**
     * Refuses what cannot be found there.
     *
     * @param tables that the statement changes, if its condition leaves none of them out
     * @param verb in small letters
     * @param chosen whether there is such a condition
     */
    static void check(Catalog catalog, List<Relation> tables, String verb, boolean chosen) {
        if (!verb.equals("update") && !verb.equals("delete")) {
            return;
        }
        List<Relation> written = tables.stream()
                .filter(each -> each.kind == Relation.Kind.TABLE && each.hasRows())
                .toList();
        List<Relation> lost = written.stream()
                .filter(each -> !isFound(catalog, each))
                .filter(each -> catalog.publications.values().stream()
                        .anyMatch(publication -> publication.carries(catalog, each, verb)))
                .toList();
        if (!lost.isEmpty() && (!chosen || lost.size() == written.size())) {
            throw new Refusal(
                    "55000",
                    "cannot %s table \"%s\" because it does not have a replica identity and publishes %ss"
                            .formatted(verb.equals("update") ? verb : "delete from", lost.get(0).name, verb));
        }
    }

    private static boolean isFound(Catalog catalog, Relation table) {
        return switch (table.identity) {
            case FULL -> true;
            case NOTHING -> false;
            case INDEX -> catalog.has(table.replicaIndex);
            case DEFAULT ->
                table.constraints.values().stream()
                        .filter(each -> each.kind() == Constraint.Kind.PRIMARY_KEY)
                        .map(each -> catalog.get(each.index()))
                        .anyMatch(index -> index.valid && index.indexShape().immediate());
        };
    }
}
