package dev.lockstep.agent.engine.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Names of partitions' indexes: those that the server itself gives to the indexes of a new partition, so that all of them are alike.
 *
 * @param columns what stands for the columns; empty where the name does not tell them
 * @param label how the name ends
 */
record PartitionNames(String columns, String label) {
    private static final int MOST_TRIES = 4;

    static PartitionNames ofIndex(List<String> columns) {
        return new PartitionNames(String.join("_", columns), "idx");
    }

    static PartitionNames ofUnique(List<String> columns) {
        return new PartitionNames(String.join("_", columns), "key");
    }

    static PartitionNames ofPrimaryKey() {
        return new PartitionNames("", "pkey");
    }

    /** The name that the server gives to the constraint of a column that is set NOT NULL, in a table and in its partitions: since 18. */
    static String ofNotNull(TableName table, String column) {
        return new PartitionNames(column, "not_null").name(table.name(), "not_null");
    }

    private static final Pattern INCLUDED = Pattern.compile(" INCLUDE \\(((?:\"(?:[^\"]|\"\")*\"|[^\")])*)\\)");
    private static final Pattern COLUMN = Pattern.compile("\"((?:[^\"]|\"\")*)\"|([^\", ]+)");

    /** Those of the indexes that belong to one of the whole. Columns that are only included are in the name, too. */
    static PartitionNames of(IndexFacts index) {
        List<String> columns = new ArrayList<>();
        index.columns().forEach(column -> columns.add(column.isEmpty() ? "expr" : column));
        Matcher included = INCLUDED.matcher(index.definition());
        if (included.find()) {
            COLUMN.matcher(included.group(1))
                    .results()
                    .forEach(column -> columns.add(
                            column.group(1) == null
                                    ? column.group(2)
                                    : column.group(1).replace("\"\"", "\"")));
        }
        if (index.primary()) {
            return ofPrimaryKey();
        }
        return index.constraint().isEmpty() ? ofIndex(columns) : ofUnique(columns);
    }

    /** Names for an index of a partition, the first choice first. */
    Stream<TableName> candidates(TableName partition) {
        return IntStream.range(0, MOST_TRIES)
                .mapToObj(number -> partition.sibling(name(partition.name(), number == 0 ? label : label + number)));
    }

    /** The first that is free; empty when all are taken. */
    Optional<String> free(TableName partition, Facts facts) {
        return candidates(partition)
                .filter(name -> !facts.isTaken(name) && !isConstraint(partition, name.name(), facts))
                .map(TableName::name)
                .findFirst();
    }

    private static boolean isConstraint(TableName partition, String name, Facts facts) {
        return facts.table(partition)
                .filter(found -> found.constraints().containsKey(name))
                .isPresent();
    }

    /** Too long a name is cut where it is longer: at the table or at the columns. */
    private String name(String table, String ending) {
        String end = "_" + ending;
        int left = HelperNames.MAX_BYTES - HelperNames.bytes(end) - (columns.isEmpty() ? 0 : 1);
        int ofTable = HelperNames.bytes(table);
        int ofColumns = HelperNames.bytes(columns);
        while (ofTable + ofColumns > left) {
            if (ofTable > ofColumns) {
                ofTable--;
            } else {
                ofColumns--;
            }
        }
        String middle = columns.isEmpty() ? "" : "_" + HelperNames.cut(columns, ofColumns);
        return HelperNames.cut(table, ofTable) + middle + end;
    }
}
