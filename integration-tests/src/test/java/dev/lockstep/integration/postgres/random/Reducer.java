package dev.lockstep.integration.postgres.random;

import dev.lockstep.deploy.servers.DatabaseServer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Leaves out of a case what the same thing goes wrong without. */
final class Reducer {
    private static final int KIND = 22;

    private final DatabaseServer server;
    private final String kind;
    private Case smallest;

    private Reducer(DatabaseServer server, Case first) throws SQLException {
        this.server = server;
        this.smallest = first;
        this.kind = kind(first);
    }

    static Case smallest(Case wrong, DatabaseServer server) throws SQLException {
        Reducer reducer = new Reducer(server, wrong);
        for (boolean shrinks = true; shrinks; ) {
            Case before = reducer.smallest;
            reducer.shrink();
            shrinks = !reducer.smallest.equals(before);
        }
        return reducer.smallest;
    }

    private void shrink() throws SQLException {
        keep(each -> each.with(each.setup(), each.operations(), each.before(), each.after(), false));
        keep(each -> each.with(each.setup(), each.operations(), List.of(), each.after(), each.views()));
        keep(each -> each.with(each.setup(), each.operations(), each.before(), List.of(), each.views()));
        for (int place = smallest.operations().size() - 1; place >= 0; place--) {
            int out = place;
            keep(each -> each.with(
                    each.setup(), without(each.operations(), out), each.before(), each.after(), each.views()));
        }
        for (int place = smallest.setup().size() - 1; place > 0; place--) {
            int out = place;
            keep(each -> each.with(
                    without(each.setup(), out), each.operations(), each.before(), each.after(), each.views()));
        }
        for (int place = smallest.before().size() - 1; place >= 0; place--) {
            int out = place;
            keep(each -> each.with(
                    each.setup(), each.operations(), without(each.before(), out), each.after(), each.views()));
        }
    }

    private void keep(Function<Case, Case> smaller) throws SQLException {
        Case candidate = smaller.apply(smallest);
        if (!candidate.operations().isEmpty()
                && !candidate.equals(smallest)
                && kind(candidate).equals(kind)) {
            smallest = candidate;
        }
    }

    private String kind(Case tried) throws SQLException {
        List<String> wrong = Trial.of(tried, server).wrong();
        return wrong.isEmpty()
                ? ""
                : wrong.get(0).substring(0, Math.min(KIND, wrong.get(0).length()));
    }

    private static <T> List<T> without(List<T> all, int place) {
        List<T> fewer = new ArrayList<>(all);
        fewer.remove(place);
        return fewer;
    }
}
