package dev.lockstep.agent.engine.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The version of a server.
 *
 * @param number as the server counts it: 160015 is 16.15
 */
record PostgresVersion(int number) {

    static final int OLDEST_MAJOR = 12;
    static final int NEWEST_TRIED_MAJOR = 18;

    static PostgresVersion read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT current_setting('server_version_num')::int")) {
            rows.next();
            return new PostgresVersion(rows.getInt(1));
        }
    }

    int major() {
        return number / 10_000;
    }

    /** Whether a view can check the rights of those who use it instead of its owner's. */
    boolean viewsActForTheirUsers() {
        return major() >= 15;
    }

    /** Such as {@code 16.15}. */
    String text() {
        return major() + "." + number % 10_000;
    }

    /** What a plan is right for, such as {@code postgres 16}. */
    String versionClass() {
        return "postgres " + major();
    }

    /** Whether NOT NULL can be added unproved and validated later, under a lock that blocks no writer. */
    boolean addsNotNullUnproved() {
        return major() >= 18;
    }

    /** Whether a trigger before each row can be on a partitioned table, and so on all partitions. */
    boolean firesRowTriggersOfPartitioned() {
        return major() >= 13;
    }

    /** Whether the triggers that partitions have of their table are theirs to see, rather than internal. */
    boolean showsTriggersOfPartitions() {
        return major() >= 15;
    }

    /** Whether CREATE INDEX CONCURRENTLY can leave a corrupt index behind without a word. */
    boolean corruptsConcurrentIndexes() {
        return number >= 140_000 && number < 140_004;
    }

    /** Whether the server can notice during a statement that its client has gone. */
    boolean noticesLostClients() {
        return major() >= 14;
    }

    /** Whether a range of places in the table is read without the rest of it. */
    boolean readsRangesOfPlaces() {
        return major() >= 14;
    }
}
