package dev.lockstep.agent.node;

import dev.lockstep.agent.engine.DatabaseAddress;
import dev.lockstep.agent.engine.DatabaseEngine;
import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.engine.SqlFailure;
import dev.lockstep.agent.engine.StrainLimits;
import java.sql.Connection;
import java.sql.SQLException;

/** The database of a node over JDBC. */
public final class JdbcNodeDatabase implements NodeDatabase {
    private final DatabaseEngine engine;
    private final DatabaseAddress address;
    private final String fleet;
    private final String node;
    private final StrainLimits strainLimits;

    /** One whose strain holds no backfill back. */
    public JdbcNodeDatabase(DatabaseEngine engine, DatabaseAddress address, String fleet, String node) {
        this(engine, address, fleet, node, StrainLimits.NONE);
    }

    public JdbcNodeDatabase(
            DatabaseEngine engine, DatabaseAddress address, String fleet, String node, StrainLimits strainLimits) {
        this.engine = engine;
        this.address = address;
        this.fleet = fleet;
        this.node = node;
        this.strainLimits = strainLimits;
    }

    @Override
    public NodeSession open(SessionPurpose purpose) throws SQLException {
        Connection connection = engine.open(address, purpose);
        if (purpose.isMarked()) {
            mark(connection);
        }
        return new JdbcNodeSession(engine, address, fleet, node, strainLimits, connection);
    }

    private void mark(Connection connection) throws SQLException {
        try {
            engine.nodeLock(address.ledgerSchema()).mark(connection);
        } catch (SQLException failed) {
            connection.close();
            throw failed;
        }
    }

    @Override
    public SqlFailure classify(SQLException failure) {
        return engine.classify(failure);
    }
}
