package dev.lockstep.agent.engine.postgres;

import java.sql.Connection;

/** Published tables: subscribers do not get changes of the schema. */
final class PublicationsCheck implements PreflightCheck {

    @Override
    public void look(Connection connection, Facts facts, Findings findings) {
        for (TableFacts table : facts.tables().values()) {
            if (!table.publications().isEmpty()) {
                findings.note(
                        "published",
                        "%s is published (%s), and changes of the schema do not travel: expand subscribers first, contract publishers first"
                                .formatted(table.name().shown(), String.join(", ", table.publications())));
            }
        }
    }
}
