package dev.lockstep.agent.engine.postgres;

/**
 * A table, or whatever shares the tables' name space, with its schema.
 *
 * @param schema as the catalog has it, unquoted
 * @param name as the catalog has it, unquoted
 */
record TableName(String schema, String name) {

    static final String DEFAULT_SCHEMA = "public";

    /** For steps that are about no table. */
    static final TableName NONE = new TableName("", "");

    /** From a change's text: {@code orders} is in {@code public}, {@code billing.orders} in {@code billing}. */
    static TableName of(String text) {
        int dot = text.indexOf('.');
        return dot < 0
                ? new TableName(DEFAULT_SCHEMA, text)
                : new TableName(text.substring(0, dot), text.substring(dot + 1));
    }

    /** As people, paths and changes write it. */
    String shown() {
        return schema.equals(DEFAULT_SCHEMA) ? name : schema + "." + name;
    }

    /** Its path in a catalog. */
    String path() {
        return "table:" + shown();
    }

    /** The path of a view with this name. */
    String viewPath() {
        return "view:" + shown();
    }

    String columnPath(String column) {
        return path() + "/column:" + column;
    }

    String indexPath(String index) {
        return path() + "/index:" + index;
    }

    String constraintPath(String constraint) {
        return path() + "/constraint:" + constraint;
    }

    /** Another name of the same schema. */
    TableName sibling(String other) {
        return new TableName(schema, other);
    }

    /** Quoted and with its schema. */
    String sql() {
        return Quoting.identifier(schema) + "." + Quoting.identifier(name);
    }
}
