package dev.lockstep.agent.engine.postgres.explain.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the name of a type. */
public final class TypeReader {
    /** From the smallest to the largest. */
    private static final String[] INTERVAL_FIELDS = {"second", "minute", "hour", "day", "month", "year"};

    private static final Map<String, String> SYNONYMS = Map.ofEntries(
            Map.entry("int", "int4"),
            Map.entry("integer", "int4"),
            Map.entry("smallint", "int2"),
            Map.entry("bigint", "int8"),
            Map.entry("real", "float4"),
            Map.entry("boolean", "bool"),
            Map.entry("decimal", "numeric"),
            Map.entry("dec", "numeric"));

    private TypeReader() {}

    public static TypeRef read(TokenReader reader) {
        reader.accept("SETOF");
        TypeRef base = base(reader);
        int dimensions = 0;
        if (reader.accept("ARRAY")) {
            dimensions = 1;
            if (reader.accept("[")) {
                reader.take();
                reader.expect("]");
            }
        }
        while (reader.accept("[")) {
            dimensions++;
            if (!reader.at("]")) {
                reader.take();
            }
            reader.expect("]");
        }
        return new TypeRef(base.schema(), base.name(), base.modifiers(), dimensions);
    }

    private static TypeRef base(TokenReader reader) {
        Token first = reader.peek();
        if (first.kind() == Token.Kind.QUOTED || reader.peek(1).isSign(".")) {
            QualifiedName name = reader.qualifiedName();
            String schema = name.schema().equals("pg_catalog") ? "" : name.schema();
            return new TypeRef(
                    schema,
                    schema.isEmpty() && !name.schema().isEmpty() ? canonical(name.name()) : name.name(),
                    modifiers(reader),
                    0);
        }
        if (reader.accept("DOUBLE", "PRECISION")) {
            return TypeRef.of("float8");
        }
        if (reader.accept("NATIONAL")) {
            return reader.atOneOf("CHARACTER", "CHAR") ? characters(reader) : fail(reader);
        }
        if (reader.atOneOf("CHARACTER", "CHAR", "NCHAR", "VARCHAR")) {
            return characters(reader);
        }
        if (reader.accept("BIT")) {
            boolean varying = reader.accept("VARYING");
            List<Integer> length = modifiers(reader);
            return new TypeRef("", varying ? "varbit" : "bit", varying || !length.isEmpty() ? length : List.of(1), 0);
        }
        if (reader.atOneOf("TIMESTAMP", "TIME")) {
            return time(reader);
        }
        if (reader.accept("INTERVAL")) {
            return interval(reader);
        }
        if (reader.accept("FLOAT")) {
            List<Integer> precision = modifiers(reader);
            return TypeRef.of(!precision.isEmpty() && precision.get(0) <= 24 ? "float4" : "float8");
        }
        String name = canonical(reader.name());
        List<Integer> modifiers = modifiers(reader);
        boolean scaled = name.equals("numeric") && modifiers.size() == 1;
        return new TypeRef("", name, scaled ? List.of(modifiers.get(0), 0) : modifiers, 0);
    }

    private static TypeRef fail(TokenReader reader) {
        throw reader.failure();
    }

    private static String canonical(String name) {
        return SYNONYMS.getOrDefault(name, name);
    }

    private static TypeRef characters(TokenReader reader) {
        boolean varying = reader.take().isWord("VARCHAR");
        varying |= reader.accept("VARYING");
        List<Integer> length = modifiers(reader);
        return new TypeRef("", varying ? "varchar" : "bpchar", varying || !length.isEmpty() ? length : List.of(1), 0);
    }

    private static TypeRef time(TokenReader reader) {
        String name = reader.take().value();
        List<Integer> precision = modifiers(reader);
        boolean zone = false;
        if (reader.at("WITH", "TIME", "ZONE") || reader.at("WITHOUT", "TIME", "ZONE")) {
            zone = reader.take().isWord("WITH");
            reader.expect("TIME", "ZONE");
        }
        return new TypeRef("", name + (zone ? "tz" : ""), precision, 0);
    }

    private static TypeRef interval(TokenReader reader) {
        List<Integer> modifiers = new ArrayList<>(modifiers(reader));
        if (reader.atOneOf(INTERVAL_FIELDS)) {
            int largest = field(reader);
            modifiers.addAll(modifiers(reader));
            int smallest = largest;
            if (reader.accept("TO")) {
                smallest = field(reader);
                modifiers.addAll(modifiers(reader));
            }
            modifiers.add(0, -1 - largest * INTERVAL_FIELDS.length - smallest);
        }
        return new TypeRef("", "interval", modifiers, 0);
    }

    private static int field(TokenReader reader) {
        String name = reader.take().value();
        return List.of(INTERVAL_FIELDS).indexOf(name.toLowerCase(Locale.ROOT));
    }

    private static List<Integer> modifiers(TokenReader reader) {
        List<Integer> modifiers = new ArrayList<>();
        if (!reader.accept("(")) {
            return modifiers;
        }
        do {
            Token token = reader.accept("-")
                    ? new Token(Token.Kind.NUMBER, "", "-" + reader.take().text(), 0)
                    : reader.take();
            try {
                modifiers.add(Integer.parseInt(token.value()));
            } catch (NumberFormatException noNumber) {
                modifiers.add(token.value().hashCode());
            }
        } while (reader.accept(","));
        reader.expect(")");
        return modifiers;
    }
}
