package dev.lockstep.integration.nemesis;

import dev.lockstep.integration.nemesis.check.LoadRecord.ExpectedRows;
import dev.lockstep.integration.nemesis.check.OldColumns;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a node's table must hold, as its only writer knows it. After a statement of which the outcome is not known both outcomes are right, until the row is
 * written again. For one thread.
 */
final class RowModel {
    private final Map<Long, Set<OldColumns>> values = new TreeMap<>();
    private final Set<Long> perhapsAbsent = new TreeSet<>();
    private final List<String> wrongReads = new ArrayList<>();
    private long lastId;

    RowModel(int rows) {
        for (long id = 1; id <= rows; id++) {
            values.put(id, Set.of(OrdersRows.row(id)));
        }
        lastId = rows;
    }

    /** A key that nothing was ever inserted with. */
    long newId() {
        return ++lastId;
    }

    long lastId() {
        return lastId;
    }

    /** The row as it surely is; empty when it is not there, or not surely. */
    Optional<OldColumns> certain(long id) {
        Set<OldColumns> known = values.getOrDefault(id, Set.of());
        return known.size() == 1 && !perhapsAbsent.contains(id)
                ? Optional.of(known.iterator().next())
                : Optional.empty();
    }

    void written(long id, OldColumns row) {
        values.put(id, Set.of(row));
        perhapsAbsent.remove(id);
    }

    /** It may have been written, or not. */
    void perhapsWritten(long id, OldColumns row) {
        Set<OldColumns> both = new LinkedHashSet<>(values.getOrDefault(id, Set.of()));
        if (both.isEmpty()) {
            perhapsAbsent.add(id);
        }
        both.add(row);
        values.put(id, both);
    }

    void deleted(long id) {
        values.remove(id);
        perhapsAbsent.remove(id);
    }

    void perhapsDeleted(long id) {
        perhapsAbsent.add(id);
    }

    void wrongRead(String what) {
        wrongReads.add(what);
    }

    ExpectedRows expected() {
        return new ExpectedRows(Map.copyOf(values), Set.copyOf(perhapsAbsent), List.copyOf(wrongReads));
    }
}
