package dev.lockstep.agent.engine.postgres;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What planners know of a node.
 *
 * @param tables those that the change names and that are there, by {@link TableName#shown}
 * @param relations every name in the tables' name space that matters to the change and is taken
 * @param types texts that the server understands as types
 * @param helpers names of Lockstep's functions that are there, with the operation of this change that makes them; with nothing where an earlier change left them
 * @param enums enum types that the change names and that are there, by {@link TableName#shown}
 * @param bodies sources of users' functions that name one of the tables or are fired by it, by signature
 * @param values what triggers can compute as simple expressions over their row, written out by the server
 * @param quoted names of columns as the server writes them in definitions
 * @param arrivals what only the server can say of tables that are to become partitions
 * @param departures what only the server can say of partitions that are to leave
 */
record Facts(
        PostgresVersion version,
        Map<String, TableFacts> tables,
        Set<TableName> relations,
        Set<String> types,
        Map<String, String> helpers,
        Map<String, EnumFacts> enums,
        Map<String, String> bodies,
        Map<ValueOf, String> values,
        Map<String, String> quoted,
        Map<TableName, Arrival> arrivals,
        Map<TableName, Departure> departures) {

    /** One whose values are not written out. */
    Facts(
            PostgresVersion version,
            Map<String, TableFacts> tables,
            Set<TableName> relations,
            Set<String> types,
            Set<String> helpers,
            Map<String, EnumFacts> enums,
            Map<String, String> bodies) {
        this(
                version,
                tables,
                relations,
                types,
                helpers.stream().collect(Collectors.toMap(Function.identity(), helper -> "")),
                enums,
                bodies,
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of());
    }

    Facts {
        tables = Map.copyOf(tables);
        relations = Set.copyOf(relations);
        types = Set.copyOf(types);
        helpers = Map.copyOf(helpers);
        enums = Map.copyOf(enums);
        bodies = Map.copyOf(bodies);
        values = Map.copyOf(values);
        quoted = Map.copyOf(quoted);
        arrivals = Map.copyOf(arrivals);
        departures = Map.copyOf(departures);
    }

    Optional<TableFacts> table(TableName name) {
        return Optional.ofNullable(tables.get(name.shown()));
    }

    /** A value as a trigger can compute it at least cost; empty where its meaning hangs on a search path. */
    Optional<String> written(ValueOf value) {
        return Optional.ofNullable(values.get(value));
    }

    /** Names in the order and in the way in which the server writes them in a definition. */
    String written(List<String> names) {
        return names.stream()
                .map(name -> quoted.getOrDefault(name, Quoting.identifier(name)))
                .collect(Collectors.joining(", "));
    }

    Optional<Arrival> arrival(TableName table) {
        return Optional.ofNullable(arrivals.get(table));
    }

    Optional<Departure> departure(TableName partition) {
        return Optional.ofNullable(departures.get(partition));
    }

    Facts with(Map<TableName, Arrival> coming, Map<TableName, Departure> leaving) {
        return new Facts(version, tables, relations, types, helpers, enums, bodies, values, quoted, coming, leaving);
    }

    boolean isTaken(TableName relation) {
        return relations.contains(relation);
    }

    Facts with(TableFacts table) {
        Map<String, TableFacts> more = new TreeMap<>(tables);
        more.put(table.name().shown(), table);
        return new Facts(version, more, relations, types, helpers, enums, bodies, values, quoted, arrivals, departures);
    }

    Facts withRelation(TableName relation) {
        Set<TableName> more = new java.util.HashSet<>(relations);
        more.add(relation);
        return new Facts(version, tables, more, types, helpers, enums, bodies, values, quoted, arrivals, departures);
    }

    /** @param operation of this change, which makes it */
    Facts withHelper(String helper, String operation) {
        Map<String, String> more = new TreeMap<>(helpers);
        more.put(helper, operation);
        return new Facts(version, tables, relations, types, more, enums, bodies, values, quoted, arrivals, departures);
    }

    Facts with(EnumFacts type) {
        Map<String, EnumFacts> more = new TreeMap<>(enums);
        more.put(type.name().shown(), type);
        return new Facts(
                version, tables, relations, types, helpers, more, bodies, values, quoted, arrivals, departures);
    }

    Facts without(TableFacts table) {
        Map<String, TableFacts> fewer = new TreeMap<>(tables);
        fewer.remove(table.name().shown());
        return new Facts(
                version, fewer, relations, types, helpers, enums, bodies, values, quoted, arrivals, departures);
    }
}
