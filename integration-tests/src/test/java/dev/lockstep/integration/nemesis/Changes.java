package dev.lockstep.integration.nemesis;

import dev.lockstep.integration.nemesis.check.ExpectedChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** Invents changes, and knows what each does to a catalog. For one thread; {@link #expected} when it has ended. */
final class Changes {
    static final String REGION_COLUMN = "region";
    static final String REGION_TYPE = "varchar(8)";
    static final String NOTE_COLUMN = "note";
    static final String NOTE_TYPE = "varchar(20)";
    static final String REGION = "CASE WHEN country IN ('DE','FR') THEN 'eu' ELSE 'us' END";
    private static final int MOST_COLUMNS = 3;

    /** Leaves a row each time it runs: what the catalog cannot show. */
    private static final String WITNESS = """
              - sql:
                  phase: expand
                  postgres:
                    run: "INSERT INTO effects (name) VALUES ('%1$s')"
                    undo: "DELETE FROM effects WHERE name = '%1$s'"
                  mysql:
                    run: "INSERT INTO effects (name) VALUES ('%1$s')"
                    undo: "DELETE FROM effects WHERE name = '%1$s'"
                    done_when: "SELECT EXISTS (SELECT 1 FROM effects WHERE name = '%1$s')"
            """;

    private final Random random;
    private final List<String> liveColumns = new ArrayList<>();
    private final Map<String, ExpectedChange> expected = new TreeMap<>();
    private int invented;

    Changes(long seed) {
        this.random = new Random(seed * 7919);
    }

    /**
     * A change and how the application follows it.
     *
     * @param file the change file
     * @param columnsAfter the added columns that the application must know before CONTRACT
     */
    record Invented(String name, String file, List<String> columnsAfter) {}

    Invented next() {
        invented++;
        int of = random.nextInt(10);
        if (!liveColumns.isEmpty() && (of < 2 || liveColumns.size() >= MOST_COLUMNS)) {
            return dropRegion(liveColumns.get(random.nextInt(liveColumns.size())));
        }
        if (of < 7) {
            return addRegion(REGION_COLUMN + invented);
        }
        return of < 9 ? addNote(NOTE_COLUMN + invented) : addIndex("orders_amount" + invented + "_idx");
    }

    /** The change was completed: the next ones build on it. */
    void completed(Invented change) {
        liveColumns.clear();
        liveColumns.addAll(change.columnsAfter());
    }

    /** By the name of the change. */
    Map<String, ExpectedChange> expected() {
        return Map.copyOf(expected);
    }

    private Invented addRegion(String column) {
        List<String> after = new ArrayList<>(liveColumns);
        after.add(column);
        String index = "orders_" + column + "_idx";
        return invent(
                "add-" + column,
                true,
                """
                  - add_column:
                      table: orders
                      column: %s
                      type: %s
                      nullable: false
                      value: "%s"
                  - add_index:
                      table: orders
                      name: %s
                      columns: [%s]
                """.formatted(column, REGION_TYPE, REGION, index, column),
                linesOf(column, index),
                Set.of(),
                after);
    }

    private static Set<String> linesOf(String column, String index) {
        return Set.of("column orders." + column + " varchar not null", "index orders." + index + "(" + column + ")");
    }

    private Invented dropRegion(String column) {
        List<String> after = new ArrayList<>(liveColumns);
        after.remove(column);
        return invent(
                "drop-" + column + "-" + invented,
                false,
                """
                  - drop_column:
                      table: orders
                      column: %s
                      value: "'us'"
                """.formatted(column),
                Set.of(),
                linesOf(column, "orders_" + column + "_idx"),
                after);
    }

    private Invented addNote(String column) {
        return invent(
                "add-" + column,
                true,
                """
                  - add_column:
                      table: orders
                      column: %s
                      type: %s
                """.formatted(column, NOTE_TYPE),
                Set.of("column orders." + column + " varchar null"),
                Set.of(),
                List.copyOf(liveColumns));
    }

    private Invented addIndex(String index) {
        return invent(
                "index-" + invented,
                true,
                """
                  - add_index:
                      table: orders
                      name: %s
                      columns: [amount]
                """.formatted(index),
                Set.of("index orders." + index + "(amount)"),
                Set.of(),
                List.copyOf(liveColumns));
    }

    private Invented invent(
            String name,
            boolean witnessed,
            String operations,
            Set<String> added,
            Set<String> removed,
            List<String> columnsAfter) {
        expected.put(name, new ExpectedChange(added, removed, witnessed));
        String file = "change: " + name + "\nfleet: orders\nwhy: The nemesis is at work\noperations:\n"
                + operations.indent(0)
                + (witnessed ? WITNESS.formatted(name) : "")
                + (random.nextInt(3) == 0 ? "rollout:\n  on_failure: rollback\n" : "");
        return new Invented(name, file, List.copyOf(columnsAfter));
    }
}
