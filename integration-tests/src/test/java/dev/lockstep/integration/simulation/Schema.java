package dev.lockstep.integration.simulation;

import java.sql.SQLException;
import java.util.BitSet;
import java.util.TreeMap;

/** The objects and rows of a simulated database; a transaction works on a copy. */
final class Schema {
    static final String INVALID = "INVALID";

    final TreeMap<String, String> objects;
    final BitSet filled;
    final int rows;

    Schema(int rows) {
        this.objects = new TreeMap<>();
        this.filled = new BitSet();
        this.rows = rows;
    }

    private Schema(Schema from) {
        this.objects = new TreeMap<>(from.objects);
        this.filled = (BitSet) from.filled.clone();
        this.rows = from.rows;
    }

    Schema copy() {
        return new Schema(this);
    }

    boolean isFilled() {
        return filled.cardinality() == rows;
    }

    void apply(Act act) throws SQLException {
        boolean there = objects.containsKey(act.path());
        switch (act.verb()) {
            case "make", "build" -> {
                if (there) {
                    throw new SQLException(act.path() + " is there already", "42P07");
                }
            }
            case "add" -> {
                // Goes always, which is why it must not run twice.
            }
            case "drop" -> {
                if (!there) {
                    throw new SQLException(act.path() + " is not there", "42P01");
                }
            }
            default -> throw new SQLException("not understood: " + act.sql(), "42601");
        }
        change(objects, act);
    }

    /** What a statement does to objects by path. */
    static void change(TreeMap<String, String> objects, Act act) {
        if (act.verb().equals("drop")) {
            objects.remove(act.path());
        } else {
            objects.merge(act.path(), act.definition(), (before, once) -> before + "+" + once);
        }
    }

    /** The same rows under the objects of another one. */
    Schema withObjectsOf(Schema other) {
        Schema changed = copy();
        changed.objects.clear();
        changed.objects.putAll(other.objects);
        return changed;
    }

    /** What an index that is built by itself leaves when it is broken off. */
    void leaveHalf(Act act) {
        if (act.verb().equals("build")) {
            objects.putIfAbsent(act.path(), INVALID);
        }
    }
}
