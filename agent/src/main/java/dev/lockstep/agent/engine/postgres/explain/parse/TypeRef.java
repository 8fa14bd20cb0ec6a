package dev.lockstep.agent.engine.postgres.explain.parse;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A type as a statement names it.
 *
 * @param schema empty for none
 * @param name as pg_type has it, such as int4
 * @param modifiers length, precision and scale; empty for none
 * @param dimensions more than 0 for an array
 */
public record TypeRef(String schema, String name, List<Integer> modifiers, int dimensions) {
    private static final Map<String, String> WRITTEN = Map.ofEntries(
            Map.entry("int2", "smallint"),
            Map.entry("int4", "integer"),
            Map.entry("int8", "bigint"),
            Map.entry("float4", "real"),
            Map.entry("float8", "double precision"),
            Map.entry("bool", "boolean"),
            Map.entry("char", "\"char\""),
            Map.entry("varchar", "character varying"),
            Map.entry("bpchar", "character"),
            Map.entry("varbit", "bit varying"),
            Map.entry("timestamp", "timestamp without time zone"),
            Map.entry("timestamptz", "timestamp with time zone"),
            Map.entry("time", "time without time zone"),
            Map.entry("timetz", "time with time zone"));

    private static final int FIELDS_OF_INTERVALS = 6;
    private static final int MOST_SECOND_DIGITS = 6;

    public TypeRef {
        modifiers = List.copyOf(modifiers);
    }

    public static TypeRef of(String name) {
        return new TypeRef("", name, List.of(), 0);
    }

    /** The name with its schema when it has one. */
    public QualifiedName qualified() {
        return new QualifiedName(schema, name);
    }

    public boolean isArray() {
        return dimensions > 0;
    }

    public TypeRef element() {
        return new TypeRef(schema, name, modifiers, 0);
    }

    public TypeRef withoutModifiers() {
        return new TypeRef(schema, name, List.of(), dimensions);
    }

    /** Without schema, modifiers and the number of dimensions: what casts go by. */
    public String key() {
        return name + (isArray() ? "[]" : "");
    }

    /** Of an interval: the smallest field that it keeps, 0 for seconds. */
    public int smallestField() {
        boolean limited = !modifiers.isEmpty() && modifiers.get(0) < 0;
        return limited ? (-1 - modifiers.get(0)) % FIELDS_OF_INTERVALS : 0;
    }

    /** Of an interval: digits of its seconds. */
    public int secondDigits() {
        int last = modifiers.isEmpty() ? -1 : modifiers.get(modifiers.size() - 1);
        return last < 0 ? MOST_SECOND_DIGITS : last;
    }

    /** As the server shows it, without modifiers. */
    public String shown() {
        return WRITTEN.getOrDefault(name, name) + (isArray() ? "[]" : "");
    }

    private static String quoted(String name) {
        return name.matches("[a-z_][a-z0-9_$]*") ? name : "\"" + name.replace("\"", "\"\"") + "\"";
    }

    /** As it is written in a statement. */
    public String written() {
        String numbers = modifiers.stream().map(String::valueOf).collect(Collectors.joining(",", "(", ")"));
        String base = WRITTEN.getOrDefault(name, (schema.isEmpty() ? "" : quoted(schema) + ".") + quoted(name));
        int space = base.indexOf(" with");
        String with = modifiers.isEmpty()
                ? base
                : space < 0 ? base + numbers : base.substring(0, space) + numbers + base.substring(space);
        return with + (isArray() ? "[]" : "");
    }
}
