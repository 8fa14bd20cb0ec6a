package dev.lockstep.integration.everystep;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A row of the model: what each application must find in it. Used by one thread. */
final class Row {
    final boolean seed;

    /** Whether it comes to its table with a partition: then no application writes it. */
    final boolean joined;

    final Map<String, Cell> old = new HashMap<>();
    final Map<String, Cell> now = new HashMap<>();

    Row(boolean seed) {
        this(seed, false);
    }

    private Row(boolean seed, boolean joined) {
        this.seed = seed;
        this.joined = joined;
    }

    /** One that is only there for the new application. */
    static Row joined() {
        return new Row(true, true);
    }

    Map<String, Cell> of(Side side) {
        return side == Side.OLD ? old : now;
    }

    Row copy() {
        Row copy = new Row(seed, joined);
        copy.old.putAll(old);
        copy.now.putAll(now);
        return copy;
    }

    /** The values of columns, as one text. */
    String key(Side side, List<String> columns) {
        StringBuilder key = new StringBuilder();
        columns.forEach(column ->
                key.append(of(side).getOrDefault(column, Cell.ANYTHING).known()).append('|'));
        return key.toString();
    }
}
