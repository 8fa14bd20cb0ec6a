package dev.lockstep.integration.postgres.random;

import java.util.Locale;

/** A type of a column, as a change file and as the server calls it, with values. */
enum Kind {
    INT("int"),
    BIGINT("bigint"),
    SMALLINT("smallint"),
    TEXT("text"),
    VARCHAR("varchar(40)"),
    NUMERIC("decimal(10,2)", "numeric(10,2)"),
    FREE_NUMERIC("numeric"),
    BOOLEAN("boolean"),
    DATE("date"),
    TIME("time"),
    TIMESTAMP("timestamp"),
    TIMESTAMP3("timestamp(3)"),
    TIMESTAMPTZ("timestamptz"),
    UUID("uuid"),
    JSON("json", "jsonb"),
    BYTES("binary", "bytea"),
    DOUBLE("double", "double precision"),
    REAL("real"),
    CHAR("char(6)"),
    TEXTS("text[]"),
    INTS("int[]"),
    MOOD("mood"),
    PERCENT("percent_of"),
    INTERVAL("interval"),
    CIDR("cidr"),
    RANGE("int4range"),
    BITS("varbit(8)"),
    PAIR("pair_of");

    final String neutral;
    final String sql;

    Kind(String neutral) {
        this(neutral, neutral);
    }

    Kind(String neutral, String sql) {
        this.neutral = neutral;
        this.sql = sql;
    }

    /** Whether values can be told apart without limit, and compared. */
    boolean countable() {
        return switch (this) {
            case INT, BIGINT, TEXT, VARCHAR, NUMERIC, FREE_NUMERIC, TIMESTAMP, TIMESTAMPTZ, DATE, UUID -> true;
            default -> false;
        };
    }

    /** Whether the server's B-tree takes it. */
    boolean sortable() {
        return this != JSON;
    }

    /** A value that no other row has. */
    String unique(int row) {
        return switch (this) {
            case INT, BIGINT, SMALLINT, NUMERIC, FREE_NUMERIC, DOUBLE -> Integer.toString(row);
            case DATE -> "DATE '2020-01-01' + " + row;
            case TIMESTAMP -> "TIMESTAMP '2020-01-01' + %d * INTERVAL '1 h'".formatted(row);
            case TIMESTAMPTZ -> "TIMESTAMPTZ '2020-01-01 00:00+00' + %d * INTERVAL '1 h'".formatted(row);
            case UUID -> "'00000000-0000-4000-8000-%012d'".formatted(row);
            default -> "'v%d'".formatted(row);
        };
    }

    String value(Dice dice) {
        int n = dice.below(100);
        return switch (this) {
            case INT -> dice.any("" + n, "-" + n, "0", "2147483647", "-2147483648");
            case BIGINT -> dice.any("" + n, "-" + n, "9223372036854775807", "5000000000");
            case SMALLINT -> dice.any("" + n, "-32768", "32767");
            case TEXT ->
                dice.any(
                        "''",
                        "'t%d'".formatted(n),
                        "'Größe ☃ %d'".formatted(n),
                        "'it''s \\ \"q\" $$'",
                        "repeat('lang ' || %d, 900)".formatted(n));
            case VARCHAR -> dice.any("''", "'w%d'".formatted(n), "'ÄÖÜ'", "'  blank '");
            case NUMERIC -> dice.any(n + ".50", "-0.01", "99999.99", "1.00", "0");
            case FREE_NUMERIC -> dice.any(n + ".5", "1.0", "1.000", "'NaN'", "123456789012345678901234567890.123");
            case BOOLEAN -> dice.any("true", "false");
            case DATE ->
                dice.any("'2024-02-29'", "'infinity'", "'0001-01-01 BC'", "'2030-01-%02d'".formatted(n % 28 + 1));
            case TIME -> dice.any("'00:00'", "'24:00'", "'12:34:56.789'");
            case TIMESTAMP -> dice.any("'2024-02-29 12:00:00.123456'", "'infinity'", "'1970-01-01'");
            case TIMESTAMP3 -> dice.any("'2024-02-29 12:00:00.123'", "'1970-01-01'");
            case TIMESTAMPTZ -> dice.any("'2024-03-31 02:30:00+01'", "'-infinity'", "'1970-01-01 00:00+00'");
            case UUID -> "'00000000-0000-4000-8000-%012d'".formatted(n);
            case JSON -> dice.any("'{}'", "'null'", "'{\"a\": [1, null, \"ü\"]}'", "'[%d]'".formatted(n));
            case BYTES -> dice.any("''", "'\\x00ff'", "decode(repeat('ab', 3000), 'hex')");
            case DOUBLE, REAL -> dice.any(n + ".25", "'NaN'", "'-Infinity'", "-0.0");
            case CHAR -> dice.any("''", "'c%d'".formatted(n), "'abcdef'");
            case TEXTS -> dice.any("'{}'", "'{a,NULL,\"b c\"}'", "ARRAY['x%d']".formatted(n));
            case INTS -> dice.any("'{}'", "'{1,NULL,%d}'".formatted(n), "'{{1,2},{3,4}}'");
            case MOOD -> dice.any("'sad'", "'ok'", "'happy'");
            case PERCENT -> Integer.toString(n);
            case INTERVAL -> dice.any("'1 mon'", "'-%d days'".formatted(n), "'00:00:01.5'");
            case CIDR -> dice.any("'10.0.0.0/8'", "'2001:db8::/32'", "'192.168.%d.0/24'".formatted(n));
            case RANGE -> dice.any("'empty'", "'[1,%d]'".formatted(n + 1), "'(,)'");
            case BITS -> dice.any("B''", "B'101'", "B'11111111'");
            case PAIR -> dice.any("ROW(%d, 'x')".formatted(n), "ROW(NULL, '')", "ROW(NULL, NULL)");
        };
    }

    /** A constant for a default, typed where the server would else guess. */
    String constant(Dice dice) {
        if (this == PAIR) {
            return "'(1,d)'";
        }
        String value;
        do {
            value = value(dice);
        } while (value.startsWith("repeat") || value.startsWith("decode") || value.startsWith("ARRAY"));
        return value;
    }

    /** A value over the row's text or number that always has a result. */
    boolean isText() {
        return this == TEXT || this == VARCHAR;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
