package dev.lockstep.integration.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.deploy.sandbox.SandboxNode;
import dev.lockstep.deploy.sandbox.SandboxSettings;
import dev.lockstep.v1.AuditReport;
import dev.lockstep.v1.DriftReport;
import dev.lockstep.v1.EpochState;
import dev.lockstep.v1.NodePlan;
import dev.lockstep.v1.NodeStatus;
import dev.lockstep.v1.PlanChangeResponse;
import dev.lockstep.v1.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What must hold after an epoch, whatever was killed meanwhile. */
final class Proof {
    private static final Set<String> ENDS = Set.of("done", "abandoned");
    private static final Set<String> UNDO_ENDS = Set.of("undone", "undo_abandoned");

    private final Processes processes;

    Proof(Processes processes) {
        this.processes = processes;
    }

    /** Each step once, nothing half done, the schema as recorded, the chain unbroken, nothing left behind. */
    void of(long epoch, PlanChangeResponse plans, EpochState state) {
        for (NodePlan plan : plans.getNodesList()) {
            SandboxNode node = processes.nodes().stream()
                    .filter(one -> one.name().equals(plan.getNode()))
                    .findFirst()
                    .orElseThrow();
            Map<Integer, List<String>> log = log(node, epoch);
            for (Step step : plan.getPlan().getStepsList()) {
                List<String> kinds = log.getOrDefault(step.getNumber(), List.of());
                everyBeginHasItsEnd(node, step, kinds);
                int effects = count(kinds, "done") - count(kinds, "undone");
                assertThat(effects)
                        .as("%s: effect of step %s, %s", node.name(), step.getSummary(), kinds)
                        .isEqualTo(state == EpochState.COMPLETED ? 1 : 0);
                assertThat(count(kinds, "done")).as("%s %s", step, kinds).isLessThanOrEqualTo(1);
            }
        }
        noDrift();
        AuditReport audit = processes.client().verifyAudit(SandboxSettings.FLEET);
        assertThat(audit.getIntact()).as(audit.toString()).isTrue();
        processes.nodes().forEach(Proof::nothingIsLeft);
    }

    void noDrift() {
        DriftReport drift = processes.client().drift(SandboxSettings.FLEET, "");
        assertThat(drift.getDriftList()).isEmpty();
        assertThat(drift.getUncheckedList()).isEmpty();
        assertThat(drift.getChecked()).isEqualTo(processes.nodes().size());
    }

    /** By node. */
    Map<String, String> fingerprints() {
        Map<String, String> fingerprints = new TreeMap<>();
        for (NodeStatus node : processes.client().fleet(SandboxSettings.FLEET).getNodesList()) {
            fingerprints.put(node.getName(), node.getFingerprint());
        }
        return fingerprints;
    }

    private static Map<Integer, List<String>> log(SandboxNode node, long epoch) {
        Map<Integer, List<String>> kinds = new TreeMap<>();
        for (String row : Sql.rows(
                node, "SELECT step, kind FROM lockstep.log WHERE step > 0 AND epoch = " + epoch + " ORDER BY number")) {
            String[] words = row.split(" ");
            kinds.computeIfAbsent(Integer.parseInt(words[0]), step -> new ArrayList<>())
                    .add(words[1]);
        }
        return kinds;
    }

    private static void everyBeginHasItsEnd(SandboxNode node, Step step, List<String> kinds) {
        String open = "";
        for (String kind : kinds) {
            if (kind.equals("begin") || kind.equals("undo_begin")) {
                open = kind;
            } else if (!open.isEmpty()) {
                assertThat(open.equals("begin") ? ENDS : UNDO_ENDS)
                        .as("%s: %s, %s", node.name(), step.getSummary(), kinds)
                        .contains(kind);
                open = "";
            }
        }
        assertThat(open).as("%s: %s, %s", node.name(), step.getSummary(), kinds).isEmpty();
    }

    private static int count(List<String> kinds, String kind) {
        return (int) kinds.stream().filter(kind::equals).count();
    }

    private static void nothingIsLeft(SandboxNode node) {
        boolean postgres = node.engine().equals("postgres");
        String schema = postgres ? "public" : SandboxSettings.DATABASE;
        assertThat(Sql.rows(
                        node,
                        "SELECT table_name FROM information_schema.tables WHERE table_schema = '" + schema
                                + "' ORDER BY table_name"))
                .containsExactly("customers", "orders");
        assertThat(Sql.rows(
                        node,
                        "SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = '" + schema + "'"))
                .isEmpty();
        assertThat(Sql.rows(
                        node,
                        "SELECT routine_name FROM information_schema.routines WHERE routine_schema = '" + schema + "'"))
                .isEmpty();
        assertThat(Sql.rows(
                        node,
                        postgres
                                ? "SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_|^information_schema$'"
                                        + " ORDER BY nspname"
                                : "SELECT schema_name FROM information_schema.schemata WHERE schema_name NOT IN"
                                        + " ('information_schema', 'mysql', 'performance_schema', 'sys', 'test')"
                                        + " ORDER BY schema_name"))
                .containsExactlyElementsOf(postgres ? List.of("lockstep", "public") : List.of("lockstep", "orders"));
        if (postgres) {
            assertThat(Sql.count(node, "SELECT count(*) FROM pg_index WHERE NOT indisvalid"))
                    .isZero();
            assertThat(
                            Sql.rows(
                                    node,
                                    "SELECT conname FROM pg_constraint WHERE contype = 'c' AND connamespace = 'public'::regnamespace"))
                    .isEmpty();
        }
    }
}
