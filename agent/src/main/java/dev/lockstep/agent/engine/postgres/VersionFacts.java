package dev.lockstep.agent.engine.postgres;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What planners know of the versions of an application that have views on a node.
 *
 * @param base the schema of the tables that the views show
 * @param versions schemas of views over it that are there
 * @param taken names that the change wants for schemas, and that are taken
 * @param canCreate whether this session may create schemas
 * @param tables all tables of the base but partitions and those of extensions, by {@link TableName#shown}; read only for a change that has views
 * @param usages who may use the base, and pass that right on
 */
record VersionFacts(
        String base,
        List<VersionSchema> versions,
        Set<String> taken,
        boolean canCreate,
        Map<String, TableFacts> tables,
        List<Usage> usages) {

    /** The beginning of the comment by which such a schema is told from others; the rest is the base. */
    static final String MARK = "Lockstep: views of a version of the application over ";

    /**
     * A right to use a schema.
     *
     * @param role who has it; empty for everybody
     */
    record Usage(String role, boolean passable) {

        String on(String schema) {
            return "GRANT USAGE ON SCHEMA %s TO %s%s"
                    .formatted(
                            Quoting.identifier(schema),
                            role.isEmpty() ? "PUBLIC" : Quoting.identifier(role),
                            passable ? " WITH GRANT OPTION" : "");
        }
    }

    VersionFacts {
        versions = List.copyOf(versions);
        taken = Set.copyOf(taken);
        tables = Map.copyOf(tables);
        usages = List.copyOf(usages);
    }

    Optional<VersionSchema> version(String name) {
        return versions.stream().filter(version -> version.name().equals(name)).findFirst();
    }

    /** The comment of a schema of views over the base. */
    String mark() {
        return MARK + base;
    }
}
