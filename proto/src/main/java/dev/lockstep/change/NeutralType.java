package dev.lockstep.change;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The types that mean the same on every engine. */
final class NeutralType {
    private static final Pattern WORD_AND_NUMBERS = Pattern.compile("([a-z0-9_ ]+?) *(?:\\( *([0-9, ]*?) *\\))?");
    private static final Pattern NUMBERS = Pattern.compile("[0-9]{1,5}( *, *[0-9]{1,5})?");

    /** What MySQL can keep in a row, at four bytes a character. */
    private static final int MAX_LENGTH = 16_383;

    private static final int MAX_DIGITS = 65;
    private static final int MAX_SCALE = 30;

    static final List<String> WORDS = List.of(
            "text",
            "varchar",
            "int",
            "bigint",
            "smallint",
            "boolean",
            "decimal",
            "double",
            "real",
            "date",
            "time",
            "timestamp",
            "timestamptz",
            "uuid",
            "json",
            "binary");

    /** What engines call it. */
    private static final Map<String, String> SYNONYMS = Map.ofEntries(
            Map.entry("string", "text"),
            Map.entry("longtext", "text"),
            Map.entry("clob", "text"),
            Map.entry("character varying", "varchar(n)"),
            Map.entry("char", "varchar(n)"),
            Map.entry("nvarchar", "varchar(n)"),
            Map.entry("integer", "int"),
            Map.entry("int4", "int"),
            Map.entry("serial", "int` with `identity: true"),
            Map.entry("bigserial", "bigint` with `identity: true"),
            Map.entry("int8", "bigint"),
            Map.entry("int2", "smallint"),
            Map.entry("tinyint", "smallint"),
            Map.entry("bool", "boolean"),
            Map.entry("numeric", "decimal(p,s)"),
            Map.entry("float", "real"),
            Map.entry("float8", "double"),
            Map.entry("double precision", "double"),
            Map.entry("datetime", "timestamp"),
            Map.entry("timestamp with time zone", "timestamptz"),
            Map.entry("jsonb", "json"),
            Map.entry("blob", "binary"),
            Map.entry("bytea", "binary"),
            Map.entry("varbinary", "binary"));

    private NeutralType() {}

    /** The type as it is kept: small letters, no spaces; empty where it is none. */
    static Optional<String> canonical(String text) {
        return objection(text).isPresent()
                ? Optional.empty()
                : Optional.of(text.toLowerCase(Locale.ROOT).replaceAll("\\s", ""));
    }

    /** What would have been right, as the part of a message around "found …"; empty when the type is right. */
    static Optional<String> objection(String text) {
        Matcher parts = WORD_AND_NUMBERS.matcher(text.toLowerCase(Locale.ROOT).strip());
        String word = parts.matches() ? parts.group(1) : text.strip();
        String numbers = parts.matches() ? parts.group(2) : null;
        String found = ", found " + Found.quoted(text);
        if (!WORDS.contains(word)) {
            return Optional.of("a neutral type" + found + "; " + hint(word)
                    + "for a type of one engine write {postgres: …, mysql: …}");
        }
        if (word.equals("varchar")) {
            return isLength(numbers)
                    ? Optional.empty()
                    : Optional.of("varchar(n) with n from 1 to " + MAX_LENGTH + found);
        }
        if (word.equals("decimal")) {
            return isPrecisionAndScale(numbers)
                    ? Optional.empty()
                    : Optional.of("decimal(p,s) with p from 1 to " + MAX_DIGITS + " and s from 0 to " + MAX_SCALE
                            + ", not above p" + found);
        }
        return numbers == null ? Optional.empty() : Optional.of(word + " without anything in brackets" + found);
    }

    private static String hint(String word) {
        String synonym = SYNONYMS.get(word);
        if (synonym != null) {
            return "did you mean `" + synonym + "`? ";
        }
        return NearestWord.of(word, WORDS)
                .map(near -> "did you mean `" + near + "`? ")
                .orElse("the neutral types are text, varchar(n), int, bigint, smallint, boolean, decimal(p,s), double,"
                        + " real, date, time, timestamp, timestamptz, uuid, json, binary; ");
    }

    private static boolean isLength(@Nullable String numbers) {
        return numbers != null
                && NUMBERS.matcher(numbers).matches()
                && !numbers.contains(",")
                && isWithin(numbers, 1, MAX_LENGTH);
    }

    private static boolean isPrecisionAndScale(@Nullable String numbers) {
        if (numbers == null || !NUMBERS.matcher(numbers).matches() || !numbers.contains(",")) {
            return false;
        }
        String[] parts = numbers.split(",", -1);
        return isWithin(parts[0], 1, MAX_DIGITS)
                && isWithin(parts[1], 0, MAX_SCALE)
                && Integer.parseInt(parts[1].strip()) <= Integer.parseInt(parts[0].strip());
    }

    private static boolean isWithin(String digits, int least, int most) {
        int value = Integer.parseInt(digits.strip());
        return value >= least && value <= most;
    }
}
