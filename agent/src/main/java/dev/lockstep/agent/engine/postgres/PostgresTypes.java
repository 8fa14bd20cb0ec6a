package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.PerEngine;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a change's texts mean on PostgreSQL. */
final class PostgresTypes {

    private static final Map<String, String> NEUTRAL = Map.ofEntries(
            Map.entry("int", "integer"),
            Map.entry("double", "double precision"),
            Map.entry("json", "jsonb"),
            Map.entry("binary", "bytea"));

    private static final Pattern ARGUMENTS = Pattern.compile("([^(]+?) ?\\(([^)]*)\\)(.*)");

    /** The server forgets how many dimensions were given. */
    private static final Pattern ARRAY = Pattern.compile("([^\\[]+?) ?(?:\\[ ?\\d* ?\\] ?)+");

    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("int", "integer"),
            Map.entry("int2", "smallint"),
            Map.entry("int4", "integer"),
            Map.entry("int8", "bigint"),
            Map.entry("varchar", "character varying"),
            Map.entry("char", "character"),
            Map.entry("decimal", "numeric"),
            Map.entry("float4", "real"),
            Map.entry("float8", "double precision"),
            Map.entry("bool", "boolean"),
            Map.entry("varbit", "bit varying"),
            Map.entry("timestamp", "timestamp without time zone"),
            Map.entry("timestamptz", "timestamp with time zone"),
            Map.entry("time", "time without time zone"),
            Map.entry("timetz", "time with time zone"));

    private PostgresTypes() {}

    /** The server's word for a type; one that is not neutral is the server's own already. */
    static String type(PerEngine type) {
        if (!type.getPostgres().isBlank()) {
            return type.getPostgres().strip();
        }
        String any = type.getAny().strip();
        String word = any.toLowerCase(Locale.ROOT);
        if (word.matches("decimal\\s*\\(.*")) {
            return "numeric" + any.substring("decimal".length());
        }
        return NEUTRAL.getOrDefault(word, any);
    }

    /** A type in the words in which the server writes it; a type of its own as it is. */
    static String canonical(String type) {
        String text = type.strip().replaceAll("\\s+", " ");
        Matcher array = ARRAY.matcher(text);
        if (array.matches()) {
            return canonical(array.group(1)) + "[]";
        }
        Matcher parts = ARGUMENTS.matcher(text);
        String arguments = "";
        if (parts.matches()) {
            arguments = "(" + parts.group(2).replaceAll("\\s", "") + ")";
            text = parts.group(1) + parts.group(3);
        }
        String word = WORDS.getOrDefault(text.toLowerCase(Locale.ROOT), text);
        int zone = word.indexOf(" with");
        return zone < 0 ? word + arguments : word.substring(0, zone) + arguments + word.substring(zone);
    }

    /** The expression or constant for this engine; empty where there is none. */
    static String text(PerEngine text) {
        return (text.getPostgres().isBlank() ? text.getAny() : text.getPostgres()).strip();
    }
}
