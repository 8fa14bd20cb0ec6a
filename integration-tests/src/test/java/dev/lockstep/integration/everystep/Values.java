package dev.lockstep.integration.everystep;

import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What an application writes into a column, by its type and a number that is never used twice. Where only a person can know what fits, a scenario's file
 * {@code writers.txt} has a line for it: {@code schema.table.column = text}, in which {@code #} stands for the number.
 */
final class Values {
    private static final int FIRST = 100_000;
    private static final int SMALL = 30_000;
    private static final int DAYS = 200;

    private final Map<String, String> given = new TreeMap<>();

    private Values() {}

    static Values of(String file) {
        Values values = new Values();
        file.lines().filter(line -> line.contains("=")).forEach(line -> {
            int sign = line.indexOf('=');
            values.given.put(
                    line.substring(0, sign).strip(), line.substring(sign + 1).strip());
        });
        return values;
    }

    /**
     * A value.
     *
     * @param longest how many characters fit; 0 for any number
     */
    String value(TableShape table, Column column, int number, int longest) {
        String wanted = given.get(table.name() + "." + column.name());
        if (wanted != null) {
            return wanted.replace("#", Integer.toString(number));
        }
        String type = column.type();
        if (!column.label().isEmpty()) {
            return column.label();
        } else if (type.equals("smallint")) {
            return Integer.toString(number % SMALL);
        } else if (type.equals("integer") || type.equals("bigint") || type.startsWith("numeric")) {
            return Integer.toString((FIRST + number) % limitOf(type));
        } else if (type.equals("date") || type.startsWith("timestamp")) {
            return LocalDate.of(2026, 3, 1).plusDays(number % DAYS) + timeOf(type, number);
        } else if (type.equals("uuid")) {
            return new UUID(0xE0E0, FIRST + number).toString();
        } else if (type.equals("boolean")) {
            return Boolean.toString(number % 2 == 0);
        } else if (type.startsWith("json")) {
            return "{\"n\": " + number + "}";
        } else if (type.endsWith("[]")) {
            return "{v" + number + "}";
        }
        String text = "v" + (FIRST + number);
        return longest == 0 || longest >= text.length() ? text : text.substring(text.length() - longest);
    }

    /** Numbers with few digits before the point must be smaller. */
    private static int limitOf(String type) {
        int comma = type.indexOf(',');
        if (comma < 0) {
            return Integer.MAX_VALUE;
        }
        int digits = Integer.parseInt(type.substring(type.indexOf('(') + 1, comma))
                - Integer.parseInt(type.substring(comma + 1, type.indexOf(')')));
        return (int) Math.pow(10, Math.min(digits, 9));
    }

    /** Whether no application can write there: {@code schema.table = nobody}. */
    boolean isLeftAlone(TableShape table) {
        return "nobody".equals(given.get(table.name()));
    }

    /** Whether a person has said what is written there. */
    boolean isGiven(TableShape table, Column column) {
        return given.containsKey(table.name() + "." + column.name());
    }

    private static String timeOf(String type, int number) {
        return type.equals("date")
                ? ""
                : " %02d:%02d:%02d+00".formatted(number / 3600 % 24, number / 60 % 60, number % 60);
    }
}
