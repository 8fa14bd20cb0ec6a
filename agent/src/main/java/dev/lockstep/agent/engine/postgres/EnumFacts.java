package dev.lockstep.agent.engine.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An enum type as a planner sees it.
 *
 * @param owned whether this session may alter it
 * @param values in order
 */
record EnumFacts(TableName name, boolean owned, List<String> values) {

    EnumFacts {
        values = List.copyOf(values);
    }

    /** With one more value, at a place from 0. */
    EnumFacts with(String value, int place) {
        List<String> more = new ArrayList<>(values);
        more.add(place, value);
        return new EnumFacts(name, owned, more);
    }

    /** Its path in a catalog. */
    String path() {
        return "type:" + name.shown();
    }

    /** As {@link CatalogQueries} writes it. */
    String definition() {
        return values.stream().map(Quoting::literal).collect(Collectors.joining(", ", "enum (", ")"));
    }
}
