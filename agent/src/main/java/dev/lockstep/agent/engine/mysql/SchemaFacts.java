package dev.lockstep.agent.engine.mysql;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What planners know of a node's schema: the tables that the change names, and what could depend on them.
 *
 * @param schema its name
 * @param collation what new tables get
 * @param tables the tables named by the change that exist, by name
 * @param relations names of all tables and views
 * @param programs views and routines
 */
record SchemaFacts(
        String schema,
        String collation,
        Map<String, TableFacts> tables,
        Set<String> relations,
        List<Fragment> programs) {

    SchemaFacts {
        tables = Map.copyOf(tables);
        relations = Set.copyOf(relations);
        programs = List.copyOf(programs);
    }

    Optional<TableFacts> table(String table) {
        return Optional.ofNullable(tables.get(table));
    }

    SchemaFacts with(TableFacts table) {
        Map<String, TableFacts> others = new HashMap<>(tables);
        others.put(table.name(), table);
        Set<String> names = new java.util.HashSet<>(relations);
        names.add(table.name());
        return new SchemaFacts(schema, collation, others, names, programs);
    }
}
