package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The options in brackets: of tables, indexes, views and statements. */
final class StorageOptions {
    private static final Set<String> TABLE_OPTIONS = Set.of(
            "fillfactor",
            "toast_tuple_target",
            "parallel_workers",
            "autovacuum_enabled",
            "vacuum_index_cleanup",
            "vacuum_truncate",
            "autovacuum_vacuum_threshold",
            "autovacuum_vacuum_scale_factor",
            "autovacuum_vacuum_insert_threshold",
            "autovacuum_vacuum_insert_scale_factor",
            "autovacuum_analyze_threshold",
            "autovacuum_analyze_scale_factor",
            "autovacuum_vacuum_cost_delay",
            "autovacuum_vacuum_cost_limit",
            "autovacuum_freeze_min_age",
            "autovacuum_freeze_max_age",
            "autovacuum_freeze_table_age",
            "autovacuum_multixact_freeze_min_age",
            "autovacuum_multixact_freeze_max_age",
            "autovacuum_multixact_freeze_table_age",
            "log_autovacuum_min_duration",
            "user_catalog_table",
            "autovacuum_vacuum_max_threshold",
            "vacuum_max_eager_freeze_failure_rate");

    private static final Set<String> INDEX_OPTIONS = Set.of(
            "fillfactor",
            "deduplicate_items",
            "vacuum_cleanup_index_scale_factor",
            "buffering",
            "fastupdate",
            "gin_pending_list_limit",
            "pages_per_range",
            "autosummarize");

    /** Options that no one may look at while they change; all others let readers and writers go on. */
    static final Set<String> STOPPING_OPTIONS = Set.of(
            "user_catalog_table",
            "buffering",
            "fastupdate",
            "gin_pending_list_limit",
            "pages_per_range",
            "autosummarize");

    private static final Map<String, Set<String>> OPTIONS_OF_METHODS = Map.of(
            "btree", Set.of("fillfactor", "deduplicate_items", "vacuum_cleanup_index_scale_factor"),
            "hash", Set.of("fillfactor"),
            "spgist", Set.of("fillfactor"),
            "gist", Set.of("fillfactor", "buffering"),
            "gin", Set.of("fastupdate", "gin_pending_list_limit"),
            "brin", Set.of("pages_per_range", "autosummarize"));

    private static final Set<String> VIEW_OPTIONS = Set.of("security_barrier", "security_invoker", "check_option");

    private StorageOptions() {}

    /** RESET (…): whether there are such options is not asked. */
    static void reset(TableRun run, Map<String, String> names) {
        requireKind(run.target);
        if (names.values().stream().anyMatch(value -> !value.isEmpty())) {
            throw new Refusal("42601", "RESET must not include values for parameters");
        }
    }

    private static void requireKind(Relation relation) {
        if (relation.kind == Relation.Kind.FOREIGN_TABLE) {
            throw new Refusal("42809", "ALTER action SET cannot be performed on relation \"" + relation.name + "\"");
        }
        if (relation.kind == Relation.Kind.PARTITIONED_INDEX) {
            throw new Refusal("42809", "\"" + relation.name + "\" is a partitioned index");
        }
    }

    /** SET (…). */
    static void set(TableRun run, Map<String, String> options) {
        Relation relation = run.target;
        requireKind(relation);
        Set<String> known = relation.isIndex()
                ? OPTIONS_OF_METHODS.getOrDefault(relation.indexShape().method(), INDEX_OPTIONS)
                : relation.isView() ? VIEW_OPTIONS : TABLE_OPTIONS;
        if (relation.isPartitioned() && !options.isEmpty()) {
            throw run.catalog.isFrom(16)
                    ? new Refusal("42809", "cannot specify storage parameters for a partitioned table")
                    : new Refusal(
                            "22023",
                            "unrecognized parameter \""
                                    + options.keySet().iterator().next() + "\"");
        }
        options.forEach((name, value) -> {
            String bare = name.startsWith("toast.") ? name.substring("toast.".length()) : name;
            boolean early = bare.equals("security_invoker") && !run.catalog.isFrom(15);
            if (!known.contains(bare) || early) {
                throw new Refusal("22023", "unrecognized parameter \"" + name + "\"");
            }
            checkValue(bare, value);
        });
        if (relation.isView() && !options.getOrDefault("check_option", "").isEmpty()) {
            ViewStatements.requireWritable(run.catalog, relation);
        }
    }

    /** Options of a table that is made; what comes with an extension is not known. */
    static void checkOfTable(Map<String, String> options) {
        options.forEach((name, value) -> {
            String bare = name.startsWith("toast.") ? name.substring("toast.".length()) : name;
            if (!TABLE_OPTIONS.contains(bare) && !bare.equals("oids")) {
                throw new Refusal("22023", "unrecognized parameter \"" + name + "\"");
            }
            checkValue(bare, value);
        });
    }

    /** Options of an index that is made. */
    static void checkOfIndex(Catalog catalog, String method, Map<String, String> options) {
        options.forEach((name, value) -> {
            boolean early = name.equals("deduplicate_items") && !catalog.isFrom(13);
            if (early || !OPTIONS_OF_METHODS.getOrDefault(method, INDEX_OPTIONS).contains(name)) {
                throw new Refusal("22023", "unrecognized parameter \"" + name + "\"");
            }
            checkValue(name, value);
        });
    }

    /** Options of a view that is made. */
    static void checkOfView(Catalog catalog, Map<String, String> options) {
        options.forEach((name, value) -> {
            boolean early = name.equals("security_invoker") && !catalog.isFrom(15);
            if (!VIEW_OPTIONS.contains(name) || early) {
                throw new Refusal("22023", "unrecognized parameter \"" + name + "\"");
            }
            checkValue(name, value);
        });
    }

    private static void checkValue(String name, String value) {
        boolean truth = Set.of("autovacuum_enabled", "user_catalog_table", "security_barrier", "security_invoker")
                .contains(name);
        if (truth
                && !value.isEmpty()
                && !value.toLowerCase(Locale.ROOT)
                        .matches("t|tr|tru|true|f|fa|fal|fals|false|on|of|off|y|ye|yes|n|no|1|0")) {
            throw new Refusal("22023", "invalid value for boolean option \"" + name + "\": " + value);
        }
        boolean number = name.equals("fillfactor") && !value.isEmpty();
        if (number && (!value.matches("[0-9]{1,9}") || Integer.parseInt(value) < 10 || Integer.parseInt(value) > 100)) {
            throw new Refusal("22023", "value " + value + " out of bounds for option \"fillfactor\"");
        }
    }

    /** Whether an option of a statement is said, and not with a value that takes it back. */
    static boolean isOn(Map<String, String> options, String name) {
        return options.entrySet().stream()
                .filter(each -> each.getKey().equalsIgnoreCase(name))
                .anyMatch(each -> !Set.of("off", "false", "0", "no")
                        .contains(each.getValue().toLowerCase(Locale.ROOT)));
    }

    /** The options inside of brackets with their values. */
    static Map<String, String> read(List<Token> inside) {
        Map<String, String> options = new LinkedHashMap<>();
        TokenReader reader = TokenReader.over(inside);
        while (!reader.atEnd()) {
            StringBuilder name = new StringBuilder();
            reader.until(token -> token.isSign("=") || token.isSign(",")).forEach(token -> name.append(token.value()));
            StringBuilder value = new StringBuilder();
            if (reader.accept("=")) {
                reader.until(token -> token.isSign(",")).forEach(token -> value.append(token.value()));
            } else {
                int space = name.indexOf(" ");
                name.setLength(space < 0 ? name.length() : space);
            }
            options.put(name.toString(), value.toString());
            reader.accept(",");
        }
        return options;
    }
}
