package dev.lockstep.agent.engine.mysql;

import java.sql.Connection;
import java.sql.SQLException;

/** Reads one kind of objects. */
interface CatalogPart {
    void read(Connection connection, CatalogScope scope, CatalogDraft draft) throws SQLException;
}
