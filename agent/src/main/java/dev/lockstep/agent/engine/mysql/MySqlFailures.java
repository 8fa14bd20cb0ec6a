package dev.lockstep.agent.engine.mysql;

import dev.lockstep.agent.engine.SqlFailure;
import dev.lockstep.agent.engine.SqlFailure.Kind;
import java.sql.SQLException;
import java.util.Set;

/** What the servers' error numbers mean for a step. */
final class MySqlFailures {

    /** Nothing happened: a lock, a deadlock, a row or table definition that changed underneath, an online log that overflowed. */
    private static final Set<Integer> RETRYABLE = Set.of(
            1020, // record has changed since last read (snapshot isolation)
            1205, // lock wait timeout
            1213, // deadlock
            1412, // table definition has changed
            1615, // prepared statement needs to be re-prepared
            1637, // too many active concurrent transactions
            1799, // the log of concurrent changes grew beyond innodb_online_alter_log_max_size
            3058, // user-level lock deadlock
            3572); // NOWAIT was asked for and the lock is taken

    /** The statement was cut off: it may or may not have had its effect. */
    private static final Set<Integer> UNKNOWN = Set.of(
            1053, // server shutdown in progress
            1079, // shutdown complete
            1152, // aborted connection
            1158, // error reading packets
            1159, // time-out reading packets
            1160, // error writing packets
            1161, // time-out writing packets
            1184, // aborted connection to host
            1317, // query execution was interrupted
            1927, // connection was killed (MariaDB)
            1969, // max_statement_time exceeded (MariaDB)
            2006, // server has gone away
            2013, // lost connection during query
            3024, // max_execution_time exceeded
            3169, // session was killed
            4031); // disconnected because of inactivity

    private MySqlFailures() {}

    static SqlFailure classify(SQLException failure) {
        int number = failure.getErrorCode();
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        String code = number == 0 ? state : Integer.toString(number);
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        String advice = number == BinaryLogTrust.ERROR ? BinaryLogTrust.OBJECTION : "";
        return new SqlFailure(kind(failure, number, state), code, message, advice);
    }

    private static Kind kind(SQLException failure, int number, String state) {
        if (RETRYABLE.contains(number)) {
            return Kind.RETRYABLE;
        }
        boolean lost = UNKNOWN.contains(number)
                || state.startsWith("08")
                || failure instanceof java.sql.SQLNonTransientConnectionException
                || failure instanceof java.sql.SQLRecoverableException
                || failure instanceof java.sql.SQLTransientConnectionException;
        return lost ? Kind.UNKNOWN : Kind.REFUSED;
    }
}
