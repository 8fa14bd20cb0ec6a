package dev.lockstep.integration.postgres.random;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the operations of a change have left of the tables so far. */
final class Stage {
    final Dice dice;
    final Names names;
    final List<Table> tables;
    /** Columns that an operation names, by name alone. */
    final List<String> touched = new ArrayList<>();

    /** Those whose values an operation makes or needs, so that it matters when somebody writes them. */
    final List<String> delicate = new ArrayList<>();

    /** Old names and new ones. */
    final List<List<String>> renames = new ArrayList<>();

    /** The one that the next operation is on. */
    Table table;

    Stage(Dice dice, Names names, List<Table> tables) {
        this.dice = dice;
        this.names = names;
        this.tables = tables;
        this.table = tables.get(0);
    }

    /** Delicate columns under all of their names. */
    Set<String> delicateNames() {
        Set<String> all = new HashSet<>(delicate);
        for (int round = 0; round < renames.size(); round++) {
            for (List<String> pair : renames) {
                if (pair.stream().anyMatch(all::contains)) {
                    all.addAll(pair);
                }
            }
        }
        return all;
    }
}
