package dev.lockstep.integration.postgres.random;

import java.util.ArrayList;
import java.util.List;

/** What the operations of a change have left of the tables so far. */
final class Stage {
    final Dice dice;
    final Names names;
    final List<Table> tables;
    /** Columns that an operation names, by name alone. */
    final List<String> touched = new ArrayList<>();

    /** The one that the next operation is on. */
    Table table;

    Stage(Dice dice, Names names, List<Table> tables) {
        this.dice = dice;
        this.names = names;
        this.tables = tables;
        this.table = tables.get(0);
    }
}
