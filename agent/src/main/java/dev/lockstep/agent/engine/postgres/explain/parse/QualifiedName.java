package dev.lockstep.agent.engine.postgres.explain.parse;

/**
 * A name with or without its schema.
 *
 * @param schema empty for none
 */
public record QualifiedName(String schema, String name) {

    /** As messages of the server show it. */
    public String text() {
        return schema.isEmpty() ? name : schema + "." + name;
    }
}
