package dev.lockstep.coordinator.core;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Report;
import dev.lockstep.v1.Severity;
import dev.lockstep.v1.Step;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Whether a plan may stand in the journal: what is journaled is parsed at every replay, so it must parse, and be what it says it is (rule A1). */
final class PlanCheck {
    /** The phases in which steps run. */
    private static final Set<Phase> WITH_STEPS =
            EnumSet.of(Phase.EXPAND, Phase.BACKFILL, Phase.VALIDATE, Phase.CONTRACT);

    private PlanCheck() {}

    /** What is wrong with a reported plan; empty for nothing, and for a refusal, which has none. */
    static Optional<String> objection(FleetState state, Report report) {
        Planned planned = report.getPlanned();
        if (isRefused(planned)) {
            return Optional.empty();
        }
        String whose = "of node " + report.getStamp().getNode() + " for epoch " + report.getEpoch();
        Plan plan;
        try {
            plan = Plan.parseFrom(planned.getPlan());
        } catch (InvalidProtocolBufferException unreadable) {
            return Optional.of("expected a plan " + whose + ", but its bytes cannot be read");
        }
        if (!Hashing.hash(Domain.PLAN, planned.getPlan()).equals(planned.getPlanHash())) {
            return Optional.of("expected the plan " + whose + " to have hash " + Hashing.hex(planned.getPlanHash())
                    + ", but it has " + Hashing.hex(Hashing.hash(Domain.PLAN, planned.getPlan())));
        }
        return anotherSubject(state, report, plan)
                .map(found -> "expected a plan " + whose + ", but it is for " + found)
                .or(() -> strangeStep(plan)
                        .map(step -> "expected the plan " + whose + " to work in EXPAND, BACKFILL, VALIDATE and"
                                + " CONTRACT, but step " + step.getNumber() + " is in " + step.getPhase()));
    }

    static boolean isRefused(Planned planned) {
        return planned.getFindingsList().stream()
                .map(Finding::getSeverity)
                .anyMatch(severity -> severity == Severity.REFUSE);
    }

    private static Optional<String> anotherSubject(FleetState state, Report report, Plan plan) {
        if (!plan.getFleet().equals(state.fleet())) {
            return Optional.of("fleet " + plan.getFleet());
        }
        if (plan.getEpoch() != report.getEpoch()) {
            return Optional.of("epoch " + plan.getEpoch());
        }
        if (!plan.getNode().equals(report.getStamp().getNode())) {
            return Optional.of("node " + plan.getNode());
        }
        return state.epoch(report.getEpoch())
                .filter(epoch -> !epoch.changeHash().equals(plan.getChangeHash()))
                .map(epoch -> "another change (" + Hashing.hex(plan.getChangeHash()) + ")");
    }

    private static Optional<Step> strangeStep(Plan plan) {
        return plan.getStepsList().stream()
                .filter(step -> !WITH_STEPS.contains(step.getPhase()))
                .findFirst();
    }
}
