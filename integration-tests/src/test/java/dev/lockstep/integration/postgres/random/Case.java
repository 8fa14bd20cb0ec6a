package dev.lockstep.integration.postgres.random;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is tried: what is there, what is to change, and who writes meanwhile.
 *
 * @param before writes of the old shape, from EXPAND to RELEASE
 * @param after writes of the new shape, in RELEASE
 * @param views whether the version after gets views
 * @param place after which part of the steps before CONTRACT everything is taken back, from 0 to 99
 */
record Case(
        long seed,
        List<String> setup,
        List<Wanted> operations,
        List<String> before,
        List<String> after,
        boolean views,
        int place) {

    /** Where the first operation stands in the file. */
    static final int FIRST_LINE = 4;

    static Case of(long seed) {
        Dice dice = new Dice(seed);
        Names names = new Names(dice);
        SchemaMaker schema = new SchemaMaker(dice, names);
        List<Table> old = schema.make();
        List<String> setup = List.copyOf(schema.statements());
        List<Table> now = new ArrayList<>();
        old.forEach(table -> now.add(table.copy()));
        // Foreign keys of the copies count rows of the tables before.
        Stage stage = new Stage(dice, names, now);
        List<Wanted> operations = new ChangeMaker(stage).make();
        Writes writes = new Writes(dice, stage.delicateNames());
        List<String> before = writes.old(old);
        List<String> after = writes.renewed(old, now);
        return new Case(seed, setup, operations, before, after, dice.percent(12), dice.below(100));
    }

    String file() {
        return "change: random\nfleet: orders\noperations:\n"
                + operations.stream()
                        .map(each -> "  - " + each.operation() + "\n")
                        .collect(Collectors.joining())
                + (views ? "views: {after: version_v2}\n" : "");
    }

    String script() {
        return String.join(";\n", setup) + ";";
    }

    /** Every second one goes through the whole agent, with disturbances. */
    boolean isInterrupted() {
        return seed % 2 == 1;
    }

    boolean waitsForRows() {
        return operations.stream().anyMatch(each -> each.kind().equals("backfill"));
    }

    Case with(
            List<String> otherSetup,
            List<Wanted> otherOperations,
            List<String> otherBefore,
            List<String> otherAfter,
            boolean otherViews) {
        return new Case(seed, otherSetup, otherOperations, otherBefore, otherAfter, otherViews, place);
    }

    @Override
    public String toString() {
        return "-- seed " + seed + ", taken back at " + place + " %\n" + script() + "\n" + file()
                + "plain:\n"
                + operations.stream()
                        .flatMap(each -> each.plain().stream())
                        .map(each -> "  " + each + ";\n")
                        .collect(Collectors.joining())
                + before.stream().map(each -> "old: " + each + ";\n").collect(Collectors.joining())
                + after.stream().map(each -> "new: " + each + ";\n").collect(Collectors.joining());
    }
}
