package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.PerEngine;
import java.util.Locale;
import java.util.Map;

/** What a change's texts mean on PostgreSQL. */
final class PostgresTypes {

    private static final Map<String, String> NEUTRAL = Map.ofEntries(
            Map.entry("int", "integer"),
            Map.entry("double", "double precision"),
            Map.entry("json", "jsonb"),
            Map.entry("binary", "bytea"));

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

    /** The expression or constant for this engine; empty where there is none. */
    static String text(PerEngine text) {
        return (text.getPostgres().isBlank() ? text.getAny() : text.getPostgres()).strip();
    }
}
