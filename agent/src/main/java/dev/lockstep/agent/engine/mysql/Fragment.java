package dev.lockstep.agent.engine.mysql;

/**
 * Something with SQL inside that may name columns: a check, a trigger, a view, a generated column.
 *
 * @param kind what it is, for people
 * @param name its name
 * @param sql its text
 */
record Fragment(String kind, String name, String sql) {
    String described() {
        return kind + " " + name;
    }
}
