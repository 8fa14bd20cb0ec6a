package dev.lockstep.integration.postgres.explain;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The schema and the statements that are tried on it, and what servers of each version have been seen to do with them. */
public final class Corpus {

    private Corpus() {}

    static String schema() {
        return read("schema.sql");
    }

    /** Those that the rules were written with, and those that nobody had in mind then. */
    static List<String> statements() {
        return linesOf(read("statements.sql") + "\n" + read("others.sql"));
    }

    /** A schema of another kind, with statements that were written before anybody looked what is said of them. */
    public record Stranger(String name, int since) {
        /** The statements that make it. */
        public String schema() {
            return read(name + "/schema.sql");
        }

        /** Each on the schema as it is. */
        public List<String> statements() {
            return linesOf(read(name + "/statements.sql"));
        }

        /** The schema as pg_dump of PostgreSQL 15 writes it. */
        String dump() {
            return read(name + "/dump-15.sql");
        }

        /** Each on what those before it have left. */
        List<String> journey() {
            return linesOf(read(name + "/journey.sql"));
        }

        /** What servers have been seen to do with the statements: as the base version does, but for what the other has of its own. */
        Map<String, Observed> recorded(int base, int major) {
            Map<String, Observed> recorded = new LinkedHashMap<>(observed(name + "/observed-" + base + ".tsv"));
            if (major != base) {
                recorded.putAll(observed(name + "/observed-" + major + ".tsv"));
            }
            return recorded;
        }
    }

    /** Each with the first version that knows all of its schema. */
    static List<Stranger> strangers() {
        return List.of(new Stranger("tenants", 12), new Stranger("warehouse", 15), new Stranger("staff", 14));
    }

    /** Those of which it is kept what servers of each version did. */
    static List<Stranger> recordedStrangers() {
        List<Stranger> all = new ArrayList<>(List.of(new Stranger("billing", 12), new Stranger("newsroom", 12)));
        all.addAll(asTestersWould());
        all.addAll(likeApplications());
        return all;
    }

    /** Those that are written as migration tools and application developers write. */
    public static List<Stranger> likeApplications() {
        return List.of(new Stranger("marketplace", 12), new Stranger("clinic", 12));
    }

    /** Those that are written as somebody would who looks for mistakes. */
    public static List<Stranger> asTestersWould() {
        return List.of(new Stranger("saas", 12), new Stranger("freight", 12));
    }

    /** What was said wrongly of statements that nobody wrote, each kind once. */
    static Stranger mended() {
        return new Stranger("mended", 12);
    }

    /** What only 18 knows. */
    static Stranger eighteen() {
        return new Stranger("eighteen", 18);
    }

    /** Each on what those before it have left. */
    static List<String> journey() {
        return linesOf(read("journey.sql"));
    }

    private static List<String> linesOf(String text) {
        return text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("--"))
                .toList();
    }

    /** By statement. What 16 does holds for the others too where they have no line of their own. */
    static Map<String, Observed> recorded(int major) {
        Map<String, Observed> recorded = new LinkedHashMap<>(observed("observed-16.tsv"));
        if (major != 16) {
            recorded.putAll(observed("observed-" + major + ".tsv"));
        }
        return recorded;
    }

    private static Map<String, Observed> observed(String file) {
        Map<String, Observed> observed = new LinkedHashMap<>();
        read(file).lines().filter(line -> !line.isBlank()).forEach(line -> {
            String[] parts = line.split("\t", -1);
            observed.put(
                    parts[0],
                    new Observed(locks(parts[2]), names(parts[3]), names(parts[4]), names(parts[5]), parts[1], ""));
        });
        return observed;
    }

    private static SortedMap<String, String> locks(String text) {
        SortedMap<String, String> locks = new TreeMap<>();
        for (String each : names(text)) {
            int space = each.lastIndexOf(' ');
            locks.put(each.substring(0, space), each.substring(space + 1));
        }
        return locks;
    }

    private static TreeSet<String> names(String text) {
        return text.isEmpty() ? new TreeSet<>() : new TreeSet<>(List.of(text.split(",")));
    }

    private static String read(String file) {
        try (InputStream stream = Corpus.class.getResourceAsStream("/explain/" + file)) {
            if (stream == null) {
                throw new IllegalStateException("expected the resource explain/" + file + ", found none");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
