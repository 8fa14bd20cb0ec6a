package dev.lockstep.integration.everystep;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a change makes of one table, by its operations alone: neither by the plan nor by what the server shows.
 *
 * @param old as the old application knows it; null when there is none yet
 * @param now as the new application does; null when it is gone
 * @param conversions columns that both know
 * @param filled values of columns that only the new one knows, in rows that it has not written
 * @param nullFilled values that stand in for NULLs of the old application
 * @param leftOut what the old one finds in rows of the new one, which leaves its columns out
 * @param replaced rows that the change itself fills: column and condition of each value
 * @param leaving partitions that go
 * @param joining tables that become partitions
 */
record TableStory(
        @Nullable TableShape old,
        @Nullable TableShape now,
        List<Conversion> conversions,
        Map<String, String> filled,
        Map<String, String> nullFilled,
        Map<String, String> leftOut,
        Map<String, Replacement> replaced,
        List<String> leaving,
        List<String> joining) {
    /** A value that rows get where a condition holds. */
    record Replacement(String value, String where) {}

    Optional<TableShape> shape(Side side) {
        return Optional.ofNullable(side == Side.OLD ? old : now);
    }

    /** The same table for the other application; as it is where it has no other name. */
    Optional<Conversion> conversion(Side side, String column) {
        return conversions.stream()
                .filter(each -> (side == Side.OLD ? each.old() : each.now()).equals(column))
                .findFirst();
    }

    /** The columns by which an application finds a row: those that were there before, by its names. */
    List<String> key(Side side) {
        if (old == null) {
            return now == null ? List.of() : now.key();
        }
        boolean joinedAlike = !joining.isEmpty() && now != null && now.key().isEmpty();
        if (joinedAlike || old.key().stream().anyMatch(replaced::containsKey)) {
            return List.of();
        }
        if (side == Side.OLD || now == null) {
            return old.key();
        }
        List<String> names = new ArrayList<>();
        for (String column : old.key()) {
            names.add(conversion(Side.OLD, column).map(Conversion::now).orElse(column));
        }
        return names;
    }

    /** Whether a column may be NULL for both. */
    boolean mayBeNull(Side side, Column column) {
        if (column.notNull()) {
            return false;
        }
        Optional<Conversion> both = conversion(side, column.name());
        if (both.isEmpty() || old == null || now == null) {
            return true;
        }
        boolean notNullThere = side == Side.OLD
                ? now.column(both.get().now()).map(Column::notNull).orElse(false)
                        && !nullFilled.containsKey(column.name())
                : old.column(both.get().old()).map(Column::notNull).orElse(false);
        return !notNullThere;
    }

    /** How many characters fit for both; 0 for any number. */
    int longest(Side side, Column column) {
        int other = conversion(side, column.name())
                .flatMap(both -> shape(side == Side.OLD ? Side.NEW : Side.OLD)
                        .flatMap(shape -> shape.column(side == Side.OLD ? both.now() : both.old())))
                .map(Column::longest)
                .orElse(0);
        return other == 0 || (column.longest() != 0 && column.longest() < other) ? column.longest() : other;
    }

    static Map<String, String> none() {
        return new TreeMap<>();
    }
}
