package dev.lockstep.integration.postgres.explain.random;

import java.util.List;

/** Types that a column of a type is likely to be changed to. */
final class Kin {
    private static final List<List<String>> FAMILIES = List.of(
            List.of(
                    "smallint",
                    "integer",
                    "bigint",
                    "numeric",
                    "numeric(10,2)",
                    "numeric(12,4)",
                    "numeric(12,2)",
                    "real",
                    "double precision",
                    "money"),
            List.of(
                    "text",
                    "character varying",
                    "character varying(20)",
                    "character varying(50)",
                    "varchar(10)",
                    "varchar(200)",
                    "character(8)",
                    "char(20)",
                    "name"),
            List.of(
                    "date",
                    "timestamp without time zone",
                    "timestamp(3)",
                    "timestamptz",
                    "timestamptz(6)",
                    "timestamp with time zone"),
            List.of("time", "time(4)", "time with time zone", "time without time zone"),
            List.of("interval", "interval(3)", "interval(6)", "interval day to second"),
            List.of("json", "jsonb", "text"),
            List.of("inet", "cidr", "text"),
            List.of("bit(8)", "bit(10)", "bit varying", "bit varying(10)", "bit varying(20)"),
            List.of(
                    "integer[]",
                    "bigint[]",
                    "text[]",
                    "varchar(20)[]",
                    "varchar(30)[]",
                    "numeric(10,2)[]",
                    "numeric(12,2)[]",
                    "character varying(20)[]"),
            List.of("oid", "integer", "bigint", "regclass"),
            List.of("uuid", "text", "bytea"));

    private Kin() {}

    static String of(String type, Dice dice) {
        List<List<String>> related =
                FAMILIES.stream().filter(each -> each.contains(type)).toList();
        return related.isEmpty() ? "text" : dice.of(dice.of(related));
    }
}
