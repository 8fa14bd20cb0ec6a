package dev.lockstep.integration.everystep;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A row of the model: what each application must find in it. Used by one thread. */
final class Row {
    final boolean seed;
    final Map<String, Cell> old = new HashMap<>();
    final Map<String, Cell> now = new HashMap<>();

    Row(boolean seed) {
        this.seed = seed;
    }

    Map<String, Cell> of(Side side) {
        return side == Side.OLD ? old : now;
    }

    Row copy() {
        Row copy = new Row(seed);
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
