package dev.lockstep.agent.engine.mysql;

import dev.lockstep.v1.Change;
import java.util.List;

/**
 * What a look at the live server is about.
 *
 * @param server its family and version
 * @param schema the node's schema
 * @param change the change
 * @param types how its texts and types read on this server
 * @param facts the schema as it is
 * @param drafts the steps so far
 */
record PlanScope(
        MySqlServer server,
        String schema,
        Change change,
        ColumnTypes types,
        SchemaFacts facts,
        List<Recipe.Draft> drafts) {}
