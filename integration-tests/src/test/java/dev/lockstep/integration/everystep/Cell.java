package dev.lockstep.integration.everystep;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a column of a row may hold, as the server writes it.
 *
 * @param values more than one where it depends on the moment at which a row was filled
 * @param anything whether nobody has said
 */
record Cell(Set<Optional<String>> values, boolean anything) {
    static final Cell ANYTHING = new Cell(Set.of(), true);

    Cell {
        values = Set.copyOf(values);
    }

    static Cell of(@Nullable String value) {
        return new Cell(Set.of(Optional.ofNullable(value)), false);
    }

    /** Either what this admits or that value. */
    Cell or(@Nullable String value) {
        Set<Optional<String>> both = new HashSet<>(values);
        both.add(Optional.ofNullable(value));
        return new Cell(both, anything);
    }

    boolean admits(@Nullable String value) {
        return anything || values.contains(Optional.ofNullable(value));
    }

    /** The value, where it is known and there is one. */
    @Nullable
    String known() {
        return values.size() == 1 ? values.iterator().next().orElse(null) : null;
    }

    @Override
    public String toString() {
        return anything ? "anything" : values.toString();
    }
}
