package dev.lockstep.agent.engine.postgres.explain.catalog;

import java.util.Collection;
import java.util.Set;

/** The operator classes and casts that extensions bring: those of PostgreSQL's own ones are known, and of others any class is taken for possible, and no cast. */
final class ExtensionClasses {
    private static final Set<String> WITHOUT_ANY = Set.of(
            "plpgsql",
            "pgcrypto",
            "uuid-ossp",
            "pg_stat_statements",
            "pg_buffercache",
            "amcheck",
            "unaccent",
            "fuzzystrmatch",
            "tablefunc",
            "dblink",
            "postgres_fdw",
            "pgstattuple",
            "pg_prewarm");
    private static final Set<String> WITHOUT_DEFAULTS = Set.of("pg_trgm");

    /** What btree_gin and btree_gist put in order. */
    private static final Set<String> SCALARS = Set.of(
            "int2",
            "int4",
            "int8",
            "float4",
            "float8",
            "money",
            "oid",
            "timestamp",
            "timestamptz",
            "time",
            "timetz",
            "date",
            "interval",
            "macaddr",
            "macaddr8",
            "inet",
            "cidr",
            "text",
            "varchar",
            "bpchar",
            "char",
            "bytea",
            "bit",
            "varbit",
            "numeric",
            "uuid",
            "name",
            "bool");

    /** What is stored as citext is. */
    private static final Set<String> LIKE_CITEXT = Set.of("text", "varchar");

    private ExtensionClasses() {}

    /** Whether values of two types are the same bytes, and the server only notes the other type. */
    static boolean isStoredAlike(Collection<String> extensions, String from, String to) {
        boolean between =
                from.equals("citext") && LIKE_CITEXT.contains(to) || to.equals("citext") && LIKE_CITEXT.contains(from);
        return between && extensions.contains("citext");
    }

    /** Whether a method may have an order for a type that it has none for by itself. */
    static boolean hasDefault(Collection<String> extensions, String method, String type) {
        return extensions.stream().anyMatch(each -> switch (each) {
            case "btree_gin" -> method.equals("gin") && SCALARS.contains(type);
            case "btree_gist" -> method.equals("gist") && SCALARS.contains(type);
            default -> !WITHOUT_ANY.contains(each) && !WITHOUT_DEFAULTS.contains(each);
        });
    }

    /** Whether there may be an operator class of that name. */
    static boolean mayHave(Collection<String> extensions, String method, String name) {
        return extensions.stream().anyMatch(each -> switch (each) {
            case "btree_gin" -> method.equals("gin") && name.endsWith("_ops") && !name.contains("trgm");
            case "btree_gist" -> method.equals("gist") && name.startsWith("gist_") && !name.contains("trgm");
            case "pg_trgm" -> name.equals(method + "_trgm_ops");
            default -> !WITHOUT_ANY.contains(each);
        });
    }
}
