package dev.lockstep.integration.crash;

import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.engine.SqlFailure;
import dev.lockstep.agent.node.NodeDatabase;
import dev.lockstep.agent.node.NodeSession;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A database whose sessions tear a step and its ledger row apart: what the agent must never do, so that the tests are known to see it. */
final class BrokenOrder implements NodeDatabase {
    private final NodeDatabase database;
    private final boolean ledgerFirst;

    BrokenOrder(NodeDatabase database, boolean ledgerFirst) {
        this.database = database;
        this.ledgerFirst = ledgerFirst;
    }

    @Override
    public NodeSession open(SessionPurpose purpose) throws SQLException {
        NodeSession session = database.open(purpose);
        return purpose == SessionPurpose.DRIVER
                ? (NodeSession) Proxy.newProxyInstance(
                        NodeSession.class.getClassLoader(), new Class<?>[] {NodeSession.class}, new Torn(session))
                : session;
    }

    @Override
    public SqlFailure classify(SQLException failure) {
        return database.classify(failure);
    }

    /** One session. Used by one thread. */
    private final class Torn implements InvocationHandler {
        private final NodeSession session;
        private final List<String> later = new ArrayList<>();

        Torn(NodeSession session) {
            this.session = session;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            try {
                if (method.getName().equals("run")) {
                    run((String) arguments[0]);
                    return null;
                }
                Object answer = method.invoke(session, arguments);
                if (method.getName().equals("commit")) {
                    runWhatWaits();
                }
                return answer;
            } catch (InvocationTargetException failed) {
                throw failed.getCause();
            }
        }

        private void run(String sql) throws SQLException {
            if (ledgerFirst) {
                later.add(sql);
                return;
            }
            try (NodeSession other = database.open(SessionPurpose.OBSERVER)) {
                other.run(sql);
            }
        }

        private void runWhatWaits() throws SQLException {
            if (!later.isEmpty()) {
                // It even makes sure that it still is the driver: that does not help.
                session.lockHolder();
                session.tryLock();
            }
            for (String sql : later) {
                session.run(sql);
            }
            later.clear();
        }
    }
}
