package dev.lockstep.integration.simulation;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A statement that the server executes by itself, whatever becomes of its client. */
final class RunningStatement {
    private final SimulatedSession session;
    private final Act act;
    private boolean runs = true;
    private boolean terminateAfter;
    private @Nullable SQLException failure;

    RunningStatement(SimulatedSession session, Act act) {
        this.session = session;
        this.act = act;
    }

    Act act() {
        return act;
    }

    boolean isRunning() {
        return runs;
    }

    /** It comes to its end. */
    void complete() {
        if (!runs) {
            return;
        }
        SimulatedDatabase database = session.database();
        Schema after = database.schema().copy();
        try {
            if (database.isSchemaLocked()) {
                throw new SQLException("a lock was not given", SimulatedDatabase.LOCKED);
            }
            after.apply(act);
            end();
            database.world().effects().add(session, act);
            database.commit(null, after);
        } catch (SQLException refused) {
            failure = refused;
            end();
        }
        if (terminateAfter) {
            session.terminate();
        }
    }

    /** It is broken off; only an index that PostgreSQL builds leaves something. */
    void breakOff() {
        if (!runs) {
            return;
        }
        end();
        SimulatedDatabase database = session.database();
        if (!database.isMySql() && act.verb().equals("build") && !database.isSchemaLocked()) {
            Schema after = database.schema().copy();
            after.leaveHalf(act);
            database.commit(null, after);
        }
    }

    void cancel() {
        if (runs) {
            failure = new SQLException("cancelled on request", SimulatedDatabase.CANCELLED);
            breakOff();
        }
    }

    void thenTerminate() {
        terminateAfter = true;
    }

    private void end() {
        runs = false;
        session.statementEnded();
    }

    void throwFailure() throws SQLException {
        if (failure != null) {
            throw failure;
        }
    }
}
