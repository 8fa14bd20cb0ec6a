package dev.lockstep.integration.everystep;

import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.engine.SqlFailure;
import dev.lockstep.agent.node.NodeDatabase;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.agent.node.Ranges;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.Objects;

/** A node's database whose sessions tell somebody what the agent is about to do on them, and what it has done. */
final class Watched implements NodeDatabase {
    private final NodeDatabase database;
    private final Listener listener;

    Watched(NodeDatabase database, Listener listener) {
        this.database = database;
        this.listener = listener;
    }

    /** Told on the agent's thread. What it throws meets the agent in the place of an answer. */
    interface Listener {
        /** Part of a step: a statement, a look, or a batch, whose text is empty. */
        void before(NodeSession session, String text) throws SQLException;

        /** The same, when it is done. */
        void after(NodeSession session, String text) throws SQLException;

        /** It has failed. */
        void failed();

        void committed(NodeSession session) throws SQLException;
    }

    @Override
    public NodeSession open(SessionPurpose purpose) throws SQLException {
        NodeSession session = database.open(purpose);
        boolean works = purpose == SessionPurpose.DRIVER || purpose == SessionPurpose.BACKFILL;
        return works ? proxy(NodeSession.class, new Session(session)) : session;
    }

    @Override
    public SqlFailure classify(SQLException failure) {
        return database.classify(failure);
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failed) {
            throw Objects.requireNonNull(failed.getCause());
        }
    }

    /** One session. Used by one thread, except to cancel. */
    private final class Session implements InvocationHandler {
        private final NodeSession session;

        Session(NodeSession session) {
            this.session = session;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            return switch (method.getName()) {
                case "run", "rows" -> told((String) arguments[0], method, session, arguments);
                case "ranges" -> {
                    Ranges ranges = (Ranges) call(session, method, arguments);
                    yield proxy(
                            Ranges.class,
                            (own, asked, values) -> asked.getName().equals("fill")
                                    ? told("", asked, ranges, values)
                                    : call(ranges, asked, values));
                }
                case "commit" -> {
                    Object answer = call(session, method, arguments);
                    listener.committed(session);
                    yield answer;
                }
                default -> call(session, method, arguments);
            };
        }

        private Object told(String text, Method method, Object target, Object[] arguments) throws Throwable {
            listener.before(session, text);
            Object answer;
            try {
                answer = call(target, method, arguments);
            } catch (SQLException failed) {
                listener.failed();
                throw failed;
            }
            listener.after(session, text);
            return answer;
        }
    }
}
