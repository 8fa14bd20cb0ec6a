package dev.lockstep.agent.engine.postgres;

import java.sql.Connection;

/** INVALID indexes that a broken build left: no query uses them, and writers may pay for them. */
final class InvalidIndexesCheck implements PreflightCheck {

    @Override
    public void look(Connection connection, Facts facts, Findings findings) {
        for (TableFacts table : facts.tables().values()) {
            table.indexes().values().stream()
                    .filter(index -> !index.valid())
                    .map(index -> table.name().sibling(index.name()))
                    .forEach(index -> findings.note(
                            "index-invalid-left",
                            "%s has the INVALID index %s, left over from a broken build; writers may pay for it, so run: DROP INDEX%s %s"
                                    .formatted(
                                            table.name().shown(),
                                            index.shown(),
                                            table.isPartitioned() ? "" : " CONCURRENTLY",
                                            index.sql())));
        }
    }
}
