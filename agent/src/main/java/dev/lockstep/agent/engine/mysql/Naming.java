package dev.lockstep.agent.engine.mysql;

import java.util.Map;

/** How steps call tables and triggers: as they are on the node, or as their copies in a rehearsal. */
interface Naming {

    /** The node's own tables, in the schema that the session was opened in. */
    Naming LIVE = new Naming() {
        @Override
        public String table(String table) {
            return Sql.name(table);
        }

        @Override
        public String trigger(String trigger) {
            return Sql.name(trigger);
        }
    };

    String table(String table);

    String trigger(String trigger);

    /** Copies in another schema. */
    static Naming copies(String schema, Map<String, String> copyOfTable) {
        return new Naming() {
            @Override
            public String table(String table) {
                return Sql.name(schema, copyOfTable.getOrDefault(table, table));
            }

            @Override
            public String trigger(String trigger) {
                return Sql.name(schema, trigger);
            }
        };
    }
}
