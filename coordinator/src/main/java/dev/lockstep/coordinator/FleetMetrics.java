package dev.lockstep.coordinator;

import dev.lockstep.coordinator.agents.AttachedAgents;
import dev.lockstep.coordinator.core.Epoch;
import dev.lockstep.coordinator.fleet.FleetLoop;
import dev.lockstep.coordinator.fleet.FleetView;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** What a fleet shows to an alarm: each figure is read off the last published view. */
final class FleetMetrics {
    private FleetMetrics() {}

    static void register(MeterRegistry registry, FleetLoop loop, AttachedAgents agents) {
        gauge(
                registry,
                loop,
                "leading",
                "1 where this coordinator decides for the fleet",
                view -> view.leading() ? 1 : 0);
        gauge(
                registry,
                loop,
                "damaged",
                "1 when its journal is damaged and the fleet stands still",
                view -> view.damaged() ? 1 : 0);
        gauge(
                registry,
                loop,
                "journal.entries",
                "entries of the journal that count",
                view -> view.state().entries());
        gauge(
                registry,
                loop,
                "directives",
                "directives decided",
                view -> view.state().directives());
        gauge(
                registry,
                loop,
                "nodes",
                "nodes of the fleet",
                view -> view.state().members().size());
        gauge(
                registry,
                loop,
                "nodes.held",
                "nodes that may execute nothing",
                view -> view.state().members().values().stream()
                        .filter(member -> !member.held().isEmpty())
                        .count());
        gauge(
                registry,
                loop,
                "nodes.attached",
                "nodes that an agent serves through this coordinator",
                view -> agents.live(loop.fleet()).size());
        gauge(
                registry,
                loop,
                "epochs.open",
                "epochs that have not ended",
                view -> view.state().openEpochs().size());
        gauge(
                registry,
                loop,
                "epochs.paused",
                "open epochs that are paused",
                view -> view.state().openEpochs().stream().filter(Epoch::paused).count());
    }

    private static void gauge(
            MeterRegistry registry, FleetLoop loop, String name, String meaning, ToDoubleFunction<FleetView> read) {
        Gauge.builder("lockstep.fleet." + name, loop, each -> read.applyAsDouble(each.view()))
                .description(meaning)
                .tag("fleet", loop.fleet())
                .register(registry);
    }
}
