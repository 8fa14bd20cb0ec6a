package dev.lockstep.agent.engine.postgres.explain.catalog;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a server of a version brings: its types, casts and functions, as its own catalog lists them. Immutable. */
public final class BuiltIns {

    /** A type, by pg_type. */
    public record Type(
            String name,
            char category,
            char inputVolatility,
            char outputVolatility,
            char storage,
            boolean collatable,
            Set<String> indexable) {}

    /** A cast, by pg_cast. */
    public record Cast(char context, char method, char volatility) {}

    /** A function, by pg_proc. */
    public record Function(
            String name,
            List<String> arguments,
            String result,
            char volatility,
            char kind,
            int defaults,
            boolean variadic) {

        /** Whether it can be called with so many arguments. */
        public boolean takes(int count) {
            return variadic
                    ? count >= arguments.size() - 1
                    : count <= arguments.size() && count >= arguments.size() - defaults;
        }
    }

    /** An operator between two values, by pg_operator. */
    public record Operator(
            String name,
            String left,
            String right,
            String result,
            char volatility,
            boolean commutes,
            Set<String> searchedBy) {}

    private final Map<String, List<Operator>> operators = new HashMap<>();
    private final Map<String, Type> types = new HashMap<>();
    private final Map<String, Cast> casts = new HashMap<>();
    private final Map<String, List<Function>> functions = new HashMap<>();
    private final Map<String, Set<String>> operatorClasses = new HashMap<>();

    private BuiltIns(int major) {
        for (String[] row : rows("types.tsv", major)) {
            Set<String> methods = row[7].isEmpty() ? Set.of() : Set.of(row[7].split(","));
            boolean collatable = row[6].equals("t");
            types.put(
                    row[0],
                    new Type(
                            row[0],
                            row[1].charAt(0),
                            row[2].charAt(0),
                            row[3].charAt(0),
                            row[5].charAt(0),
                            collatable,
                            methods));
        }
        for (String[] row : rows("casts.tsv", major)) {
            casts.put(row[0] + " " + row[1], new Cast(row[2].charAt(0), row[3].charAt(0), row[4].charAt(0)));
        }
        for (String[] row : rows("functions.tsv", major)) {
            List<String> arguments = row[1].isEmpty() ? List.of() : List.of(row[1].split(","));
            functions
                    .computeIfAbsent(row[0], name -> new ArrayList<>())
                    .add(new Function(
                            row[0],
                            arguments,
                            row[2],
                            row[3].charAt(0),
                            row[4].charAt(0),
                            Integer.parseInt(row[5]),
                            row[6].equals("1")));
        }
        for (String[] row : rows("operators.tsv", major)) {
            Set<String> methods = row[6].isEmpty() ? Set.of() : Set.of(row[6].split(","));
            operators
                    .computeIfAbsent(row[0], name -> new ArrayList<>())
                    .add(new Operator(
                            row[0], row[1], row[2], row[3], row[4].charAt(0), row[5].equals("t"), methods));
        }
        for (String[] row : rows("operator-classes.tsv", major)) {
            operatorClasses
                    .computeIfAbsent(row[0] + " " + row[1], name -> new HashSet<>())
                    .add(row[2]);
        }
    }

    /** The types that an operator class of an access method takes; none when there is no such class. */
    public Set<String> operatorClass(String method, String name) {
        return operatorClasses.getOrDefault(method + " " + name, Set.of());
    }

    public static BuiltIns of(int major) {
        return new BuiltIns(major);
    }

    private static List<String[]> rows(String file, int major) {
        List<String[]> rows = new ArrayList<>();
        try (InputStream stream =
                BuiltIns.class.getResourceAsStream("/dev/lockstep/agent/engine/postgres/explain/" + file)) {
            if (stream == null) {
                throw new IllegalStateException("expected " + file + " beside the classes, found none");
            }
            BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] row = line.split("\t", -1);
                if (!line.startsWith("#")
                        && Integer.parseInt(row[row.length - 2]) <= major
                        && major <= Integer.parseInt(row[row.length - 1])) {
                    rows.add(row);
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return rows;
    }

    /** The operators of a name; none when there is no such operator. */
    public List<Operator> operators(String name) {
        return operators.getOrDefault(name, List.of());
    }

    public Optional<Type> type(String name) {
        return Optional.ofNullable(types.get(name));
    }

    public Optional<Cast> cast(String from, String to) {
        return Optional.ofNullable(casts.get(from + " " + to));
    }

    /** The functions of a name; none when there is no such function. */
    public List<Function> functions(String name) {
        return functions.getOrDefault(name, List.of());
    }
}
