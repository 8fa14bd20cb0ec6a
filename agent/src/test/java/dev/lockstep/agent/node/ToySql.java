package dev.lockstep.agent.node;

import java.sql.SQLException;
import java.util.Map;

/** The few statements of the toy database. */
final class ToySql {
    private ToySql() {}

    static void run(String sql, ToyState state, ToyDatabase database, Runnable commit) throws SQLException {
        String[] words = sql.split(" ", 2);
        String rest = words.length > 1 ? words[1] : "";
        switch (words[0]) {
            case "make", "build" -> make(rest, state);
            case "drop" -> drop(rest, state);
            case "add" -> state.objects.merge(rest, "once", (before, once) -> before + " more");
            case "CREATE" -> createIndex(rest, state);
            case "commit" -> commit.run();
            case "busy" -> {
                if (database.takeBusy()) {
                    throw new SQLException("a lock was not given", ToyDatabase.LOCKED);
                }
            }
            default -> throw new SQLException(rest, "42601");
        }
        state.effects.add(sql);
    }

    private static void make(String rest, ToyState state) throws SQLException {
        String[] parts = rest.split("=", 2);
        if (state.objects.putIfAbsent(parts[0], parts[1]) != null) {
            throw new SQLException(parts[0] + " is there already", "42P07");
        }
    }

    private static void createIndex(String rest, ToyState state) throws SQLException {
        String[] words = rest.split(" ");
        make("table:" + words[3] + "/index:" + words[1] + "=index", state);
    }

    private static void drop(String path, ToyState state) throws SQLException {
        if (state.objects.remove(path) == null) {
            throw new SQLException(path + " is not there", "42P01");
        }
    }

    static void leaveHalf(String sql, ToyState state) {
        if (sql.startsWith("build ")) {
            state.objects.putIfAbsent(sql.substring("build ".length()).split("=", 2)[0], "INVALID");
        }
    }

    static int fill(ToyState state, int from, int to) {
        int filled = 0;
        for (Map.Entry<Integer, Boolean> row :
                state.rows.subMap(from, false, to, true).entrySet()) {
            if (!row.getValue()) {
                row.setValue(true);
                state.effects.add("fill " + row.getKey());
                filled++;
            }
        }
        return filled;
    }
}
