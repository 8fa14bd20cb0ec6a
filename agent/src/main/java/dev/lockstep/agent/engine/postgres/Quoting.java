package dev.lockstep.agent.engine.postgres;

import java.util.Collection;
import java.util.stream.Collectors;

/** Every identifier and literal that goes into a statement passes through here. */
final class Quoting {
    private Quoting() {}

    static String identifier(String name) {
        if (name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("expected an identifier, found one with a zero byte");
        }
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String identifiers(Collection<String> names) {
        return names.stream().map(Quoting::identifier).collect(Collectors.joining(", "));
    }

    /** Right whatever standard_conforming_strings says. */
    static String literal(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("expected a text, found one with a zero byte");
        }
        String quoted = "'" + text.replace("'", "''") + "'";
        return text.indexOf('\\') >= 0 ? "E" + quoted.replace("\\", "\\\\") : quoted;
    }

    static String textArray(Collection<String> texts) {
        return texts.stream().map(Quoting::literal).collect(Collectors.joining(", ", "ARRAY[", "]::text[]"));
    }
}
