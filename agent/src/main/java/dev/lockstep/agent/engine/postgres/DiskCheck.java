package dev.lockstep.agent.engine.postgres;

import java.sql.Connection;
import java.util.Locale;

/** The server does not tell how much disk is free, so a person is told how much may be needed. */
final class DiskCheck implements PreflightCheck {

    private static final long SMALL_BYTES = 1L << 30;

    @Override
    public void look(Connection connection, Facts facts, Findings findings) {
        for (TableFacts table : facts.tables().values()) {
            if (table.bytes() > SMALL_BYTES) {
                findings.note(
                        "disk-unknown",
                        String.format(
                                Locale.ROOT,
                                "%s has %.1f GB with its indexes; the server does not tell how much disk is free: an index build may need 1.2 times of that, a backfill 2.2 times",
                                table.name().shown(),
                                table.bytes() / 1e9));
            }
        }
    }
}
