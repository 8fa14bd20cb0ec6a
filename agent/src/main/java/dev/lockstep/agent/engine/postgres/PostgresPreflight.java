package dev.lockstep.agent.engine.postgres;

import dev.lockstep.agent.engine.DatabaseAddress;
import dev.lockstep.v1.Finding;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The checks of a server and of the tables that a change names; all of them are asked, whatever one says. */
record PostgresPreflight(List<PreflightCheck> checks) {

    PostgresPreflight {
        checks = List.copyOf(checks);
    }

    static PostgresPreflight standard(DatabaseAddress address) {
        return new PostgresPreflight(List.of(
                new ServerCheck(),
                new LongTransactionsCheck(),
                new PreparedTransactionsCheck(),
                new StandbysCheck(address),
                new SlotsCheck(),
                new PublicationsCheck(),
                new WraparoundCheck(),
                new InvalidIndexesCheck(),
                new BloatCheck(),
                new DiskCheck()));
    }

    List<Finding> look(Connection connection, Facts facts) throws SQLException {
        Findings findings = new Findings();
        for (PreflightCheck check : checks) {
            check.look(connection, facts, findings);
        }
        return findings.list();
    }
}
