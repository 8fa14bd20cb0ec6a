package dev.lockstep.agent.engine.postgres;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which part of a catalog is read, and how it is shown.
 *
 * @param schemaCondition over {@code n}, a row of pg_namespace
 * @param shownSchema an SQL expression over {@code n}: the schema as paths show it
 * @param shownRelation an SQL expression over {@code c}, a row of pg_class, and {@code s}, its schema: the relation as paths show it
 * @param referenced an SQL expression over {@code k}, a row of pg_constraint: the table that a foreign key refers to, with its schema
 * @param ledgerSchema where Lockstep's trigger functions are
 * @param names only objects with these names; empty for all
 * @param kinds only objects of these kinds, as paths call them; empty for all
 */
record CatalogScope(
        String schemaCondition,
        String shownSchema,
        String shownRelation,
        String referenced,
        String ledgerSchema,
        Set<String> names,
        Set<String> kinds) {

    private static final Pattern KIND_IN_A_TABLE = Pattern.compile("/([a-z]+):");

    private static final String OWN_TEMPORARY = "n.oid = pg_my_temp_schema()";
    private static final String BY_ITS_NAME = "s.prefix || c.relname";
    private static final String BY_ITS_OWN_REFERENCE = "k.confrelid::regclass::text";

    /** All that users made. */
    static CatalogScope live(String ledgerSchema) {
        String condition = "n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', "
                + Quoting.literal(ledgerSchema) + ")";
        return new CatalogScope(
                condition, "n.nspname", BY_ITS_NAME, BY_ITS_OWN_REFERENCE, ledgerSchema, Set.of(), Set.of());
    }

    /**
     * The copies of a rehearsal, shown as if they were in the schema that they are copies of.
     *
     * @param others tables that copies refer to
     * @param views of versions, which have other names on the stage
     */
    static CatalogScope rehearsal(
            String schema, String ledgerSchema, Collection<TableName> others, Collection<TableName> views) {
        String cases = others.stream()
                .map(other -> " WHEN %s THEN quote_ident(%s) || '.' || quote_ident(%s)"
                        .formatted(
                                Quoting.literal(other.name()),
                                Quoting.literal(other.schema()),
                                Quoting.literal(other.name())))
                .collect(Collectors.joining());
        String referenced = cases.isEmpty()
                ? BY_ITS_OWN_REFERENCE
                : "CASE (SELECT f.relname::text FROM pg_class f WHERE f.oid = k.confrelid)" + cases + " END";
        String shown = views.stream()
                .map(view -> " WHEN %s THEN %s"
                        .formatted(Quoting.literal(HelperNames.view(view)), Quoting.literal(view.shown())))
                .collect(Collectors.joining());
        return new CatalogScope(
                OWN_TEMPORARY,
                Quoting.literal(schema),
                shown.isEmpty() ? BY_ITS_NAME : "CASE c.relname::text" + shown + " ELSE " + BY_ITS_NAME + " END",
                referenced,
                ledgerSchema,
                Set.of(),
                Set.of());
    }

    /** Temporary objects of this session with these names, as they are. */
    static CatalogScope temporary(String ledgerSchema, Collection<String> names) {
        return new CatalogScope(
                OWN_TEMPORARY,
                "n.nspname",
                BY_ITS_NAME,
                BY_ITS_OWN_REFERENCE,
                ledgerSchema,
                Set.copyOf(names),
                Set.of());
    }

    /** At least the objects with these paths, and what is in them. */
    CatalogScope around(Collection<String> paths) {
        return with(paths, Set.of());
    }

    /** At least the objects with these paths. */
    CatalogScope only(Collection<String> paths) {
        Set<String> wanted = new LinkedHashSet<>();
        for (String path : paths) {
            wanted.add(path.substring(0, path.indexOf(':')));
            KIND_IN_A_TABLE.matcher(path).results().forEach(found -> wanted.add(found.group(1)));
        }
        return with(paths, wanted);
    }

    private CatalogScope with(Collection<String> paths, Set<String> wantedKinds) {
        Set<String> wanted = new LinkedHashSet<>(List.of(""));
        paths.forEach(path -> addNames(path.substring(path.indexOf(':') + 1), wanted));
        return new CatalogScope(
                schemaCondition, shownSchema, shownRelation, referenced, ledgerSchema, wanted, wantedKinds);
    }

    /** Whether one of these kinds is asked for. */
    boolean wantsOneOf(Collection<String> some) {
        return kinds.isEmpty() || some.stream().anyMatch(kinds::contains);
    }

    /** Names may hold dots, slashes and parentheses, so every reading of a path counts. */
    private static void addNames(String shown, Set<String> wanted) {
        for (int end = shown.length(); end > 0; end = shown.lastIndexOf('/', end - 1)) {
            String whole = shown.substring(0, end);
            for (int cut = end; cut >= 0; cut = whole.lastIndexOf('(', cut - 1)) {
                String name = whole.substring(0, cut);
                wanted.add(name);
                wanted.add(name.substring(name.indexOf('.') + 1));
            }
        }
    }
}
