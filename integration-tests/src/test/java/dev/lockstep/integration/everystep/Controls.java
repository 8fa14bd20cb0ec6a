package dev.lockstep.integration.everystep;

import dev.lockstep.deploy.servers.DatabaseServer;
import dev.lockstep.integration.crash.Variant;
import dev.lockstep.integration.postgres.Scenario;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Statement;
import dev.lockstep.v1.Step;
import dev.lockstep.v1.Undo;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Agents and plans that are wrong on purpose: the judge must see each, and by what it is. */
final class Controls {
    private static final Predicate<Seen> LOST = seen -> seen.lost() > 0;
    private static final Predicate<Seen> DOUBLED = seen -> seen.doubled() > 0;

    private final DatabaseServer server;
    private final Map<String, Boolean> seen = new LinkedHashMap<>();

    private Controls(DatabaseServer server) {
        this.server = server;
    }

    /** By name: whether it was seen. */
    static Map<String, Boolean> run(DatabaseServer server) throws InterruptedException {
        Controls controls = new Controls(server);
        controls.expect(
                "the ledger is written before the effect",
                "add-column-nullable",
                UnaryOperator.identity(),
                Variant.LEDGER_FIRST,
                plot(Map.of(1, Disturbance.KILLED_BEFORE)),
                LOST);
        controls.expect(
                "a step takes a row along",
                "add-column-nullable",
                plan -> withMore(plan, "DELETE FROM public.orders WHERE id = 2"),
                Variant.PRODUCTION,
                Plot.undisturbed(),
                LOST);
        controls.expect(
                "a step doubles a row",
                "add-column-nullable",
                plan -> withMore(plan, "INSERT INTO public.orders (country) SELECT country FROM public.orders LIMIT 1"),
                Variant.PRODUCTION,
                Plot.undisturbed(),
                DOUBLED);
        controls.expect(
                "a backfill leaves rows out",
                "backfill-no-key",
                Controls::leavingOut,
                Variant.PRODUCTION,
                Plot.undisturbed(),
                LOST);
        controls.expect(
                "a trigger misses updates",
                "rename-column",
                Controls::withoutTriggerForUpdates,
                Variant.PRODUCTION,
                plot(Map.of(4, Disturbance.FAILS_BEFORE, 5, Disturbance.FAILS_BEFORE, 6, Disturbance.FAILS_BEFORE)),
                seen -> !seen.isRight());
        controls.expect(
                "an undo forgets an object",
                "add-column-value",
                Controls::forgettingTheFunction,
                Variant.PRODUCTION,
                plot(Map.of(3, Disturbance.HALTED_AFTER)),
                seen -> seen.findings().stream().anyMatch(finding -> finding.contains("an object of ours is left")));
        return controls.seen;
    }

    private static Plot plot(Map<Integer, Disturbance> forward) {
        return new Plot("control", forward, Map.of(), false);
    }

    private void expect(
            String name, String scenario, UnaryOperator<Plan> edit, Variant variant, Plot plot, Predicate<Seen> shows)
            throws InterruptedException {
        try (Bench bench = Bench.of(Scenario.named(scenario), server, edit)) {
            seen.put(name, shows.test(bench.run(plot, variant)));
        } catch (SQLException | NoEnd failed) {
            throw new IllegalStateException("the control \"" + name + "\" could not be run", failed);
        }
    }

    private static Plan withMore(Plan plan, String sql) {
        Step step = plan.getSteps(0);
        Statement more = step.getStatement().toBuilder().addSql(sql).build();
        return plan.toBuilder().setSteps(0, step.toBuilder().setStatement(more)).build();
    }

    private static Plan leavingOut(Plan plan) {
        Step step = plan.getSteps(0);
        return plan.toBuilder()
                .setSteps(
                        0,
                        step.toBuilder()
                                .setBackfill(step.getBackfill().toBuilder()
                                        .setCondition("\"Code\" <> lower(\"Code\") AND \"Code\" <> 'C7'")))
                .build();
    }

    /** The trigger for UPDATE never comes, so nothing takes it away. */
    private static Plan withoutTriggerForUpdates(Plan plan) {
        Plan.Builder without = plan.toBuilder().clearSteps();
        for (Step step : plan.getStepsList()) {
            Step.Builder rest = step.toBuilder().clearEffects();
            step.getEffectsList().stream()
                    .filter(effect -> !effect.getPath().contains("~lockstep_sync_update"))
                    .forEach(rest::addEffects);
            rest.setStatement(step.getStatement().toBuilder()
                    .clearSql()
                    .addAllSql(withoutUpdates(step.getStatement().getSqlList())));
            rest.setUndo(step.getUndo().toBuilder()
                    .clearSql()
                    .addAllSql(withoutUpdates(step.getUndo().getSqlList())));
            without.addSteps(step.hasStatement() ? rest.build() : step);
        }
        return without.build();
    }

    private static List<String> withoutUpdates(List<String> sql) {
        return sql.stream()
                .filter(each -> !each.contains("~lockstep_sync_update"))
                .toList();
    }

    private static Plan forgettingTheFunction(Plan plan) {
        Plan.Builder forgetting = plan.toBuilder();
        for (int place = 0; place < plan.getStepsCount(); place++) {
            Step step = plan.getSteps(place);
            String first = step.getStatement().getSqlCount() == 0
                    ? ""
                    : step.getStatement().getSql(0);
            if (first.startsWith("CREATE FUNCTION")) {
                String function = first.substring("CREATE FUNCTION ".length(), first.indexOf("()"));
                forgetting.setSteps(
                        place,
                        step.toBuilder()
                                .clearEffects()
                                .setUndo(Undo.getDefaultInstance())
                                .setStatement(step.getStatement().toBuilder()
                                        .setDoneWhen("SELECT to_regproc('" + function + "') IS NOT NULL")));
            }
        }
        return forgetting.build();
    }
}
