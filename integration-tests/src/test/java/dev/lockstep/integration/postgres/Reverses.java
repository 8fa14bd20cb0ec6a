package dev.lockstep.integration.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.coordinator.reverse.Recorded;
import dev.lockstep.coordinator.reverse.ReverseFile;
import dev.lockstep.fingerprint.Catalog;
import dev.lockstep.v1.CatalogObject;
import dev.lockstep.v1.Engine;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.ReverseChange;
import dev.lockstep.v1.Severity;
import dev.lockstep.v1.Step;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The change that takes a scenario's change back after CONTRACT: what a person has to add to it, and that what is whole brings back the shape. */
final class Reverses {
    /** A person must add something: values that are gone, a column beside, what no operation says. */
    private static final Set<String> TO_BE_FILLED_IN = Set.of(
            "add-column-value",
            "add-column-value-partitioned",
            "add-enum-value",
            "backfill",
            "backfill-no-key",
            "backfill-partitioned",
            "backfill-partitioned-schema",
            "change-type-in-place-partitioned",
            "drop-column",
            "drop-column-partitioned",
            "drop-column-value",
            "drop-constraint-partitioned",
            "drop-table",
            "drop-table-partitioned",
            "long-names",
            "region-and-index",
            "set-default-partitioned",
            "set-replica-identity-partitioned",
            "set-replica-identity-partitioned-index",
            "views-columns",
            "widen-key",
            "widen-key-identity",
            "widen-key-partitioned",
            "widen-key-referring-partitioned");

    /** PREFLIGHT asks for something first. */
    private static final Map<String, Set<String>> REFUSED = Map.of(
            "detach-partition-referring", Set.of("foreign-key-partitioned"),
            "drop-partition-referred", Set.of("foreign-key-unindexed"));

    /** What is another shape in the end, and the file says so. */
    private static final Map<String, Set<String>> UNLIKE = Map.ofEntries(
            Map.entry(
                    "attach-partition",
                    Set.of(
                            "table:events_2027/constraint:events_2027_kind_site_id_happened_key",
                            "table:events_2027/constraint:events_2027_pkey",
                            "table:events_2027/constraint:events_id_positive",
                            "table:events_2027/constraint:events_site_fk",
                            "table:events_2027/index:events_2027_expr_site_idx",
                            "table:events_2027/index:events_2027_site_happened_idx")),
            Map.entry(
                    "attach-partition-default",
                    Set.of(
                            "table:events_2027/constraint:events_2027_kind_site_id_happened_key",
                            "table:events_2027/index:events_2027_expr_site_idx")),
            Map.entry("attach-partition-hash", Set.of("table:shops_1/constraint:shops_1_pkey")),
            Map.entry("attach-partition-list", Set.of("table:visits_far/index:visits_far_seen_idx")),
            Map.entry("attach-partition-referred", Set.of("table:orders_2023/constraint:orders_2023_pkey")),
            Map.entry(
                    "change-type-partitioned",
                    Set.of(
                            "table:orders/constraint:orders_amount_positive",
                            "table:orders_2025/constraint:orders_amount_positive",
                            "table:orders_2025/index:own_amount",
                            "table:orders_2026/constraint:orders_amount_positive",
                            "table:orders_2026_de/constraint:orders_amount_positive",
                            "table:orders_2026_rest/constraint:orders_amount_positive",
                            "table:orders_rest/constraint:orders_amount_positive")),
            Map.entry("change-type-to", Set.of("table:shop.orders/constraint:orders_price_positive")),
            Map.entry(
                    "drop-constraint-partitioned-both",
                    Set.of("table:lines_low/constraint:lines_low_fk", "table:lines_low/constraint:lines_order_fk")),
            Map.entry(
                    "drop-partition",
                    Set.of(
                            "table:events_2025/index:events_2025_expr_site_idx",
                            "table:events_2025/index:events_2025_lower_site_idx")),
            Map.entry("views-change-type", Set.of("table:shop.orders/constraint:orders_price_positive")),
            Map.entry("replace-primary-key", Set.of("table:orders/column:code")));

    private Reverses() {}

    /** The node has the change; what is whole is carried out, and the shape is the one from before. */
    static void check(PostgresNode node, Scenario scenario, Catalog before) throws SQLException {
        ReverseChange reverse = ReverseFile.of(
                1,
                PostgresNode.read(scenario.change()),
                Set.of(),
                new Recorded(List.of(new Recorded.Node(Engine.POSTGRES, objects(before)))));
        String file = reverse.getChangeFile();
        assertThat(reverse.getComplete()).as(file).isNotEqualTo(TO_BE_FILLED_IN.contains(scenario.name()));
        if (!reverse.getComplete()) {
            return;
        }
        Planned planned = node.plan(file);
        assertThat(refusals(planned)).as(file).isEqualTo(REFUSED.getOrDefault(scenario.name(), Set.of()));
        if (REFUSED.containsKey(scenario.name())) {
            return;
        }
        StepDriver driver = new StepDriver(node);
        for (Step step : PostgresNode.plan(planned).getStepsList()) {
            driver.forward(step);
        }
        assertThat(differences(before, node.catalog()))
                .as(file)
                .isEqualTo(UNLIKE.getOrDefault(scenario.name(), Set.of()));
    }

    private static Set<String> refusals(Planned planned) {
        return planned.getFindingsList().stream()
                .filter(finding -> finding.getSeverity() == Severity.REFUSE)
                .map(Finding::getCode)
                .collect(Collectors.toSet());
    }

    /** Without versions of the application, which are never the ones from before. */
    private static Set<String> differences(Catalog before, Catalog after) {
        Map<String, String> there = new HashMap<>(before.schema());
        Set<String> unlike = new TreeSet<>();
        after.schema().forEach((path, definition) -> {
            if (!definition.equals(there.remove(path))) {
                unlike.add(path);
            }
        });
        unlike.addAll(there.keySet());
        unlike.removeIf(path -> path.startsWith("schema:shop_v") || path.startsWith("view:shop_v"));
        return unlike;
    }

    private static Map<String, CatalogObject> objects(Catalog catalog) {
        Map<String, CatalogObject> objects = new TreeMap<>();
        catalog.schema().keySet().forEach(path -> objects.put(path, catalog.object(path)));
        return objects;
    }
}
