package dev.lockstep.agent.engine.postgres;

/**
 * A right that somebody has on a table.
 *
 * @param role who has it; empty for everybody
 * @param privilege such as {@code SELECT}
 * @param column that it is for; empty for the whole table
 * @param passable whether the role may pass it on
 */
record Grant(String role, String privilege, String column, boolean passable) {

    /** The statement that gives the same right on something else. */
    String on(String other) {
        return "GRANT %s%s ON %s TO %s%s"
                .formatted(
                        privilege,
                        column.isEmpty() ? "" : " (" + Quoting.identifier(column) + ")",
                        other,
                        role.isEmpty() ? "PUBLIC" : Quoting.identifier(role),
                        passable ? " WITH GRANT OPTION" : "");
    }
}
