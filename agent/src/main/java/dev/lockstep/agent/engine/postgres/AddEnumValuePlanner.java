package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.AddEnumValue;
import dev.lockstep.v1.Phase;
import java.util.List;

/**
 * Adds a value to an enum type. It never goes again, and readers must know it before the first writer uses it, so it comes in CONTRACT: then no reader of the
 * old shape is left, and writers may use it on every node.
 */
final class AddEnumValuePlanner {
    private AddEnumValuePlanner() {}

    static OperationPlan plan(AddEnumValue operation, Facts facts, PlanTarget target) {
        Findings findings = new Findings();
        TableName name = TableName.of(operation.getType());
        TableChecks.checkName("the value", operation.getValue(), findings);
        EnumFacts type = facts.enums().get(name.shown());
        if (type == null) {
            findings.refuse(
                    "type-missing",
                    "expected the enum type %s, but there is none; correct the name in the change"
                            .formatted(name.shown()));
            return OperationPlan.refused(facts, findings.list());
        }
        String beside = operation.getBefore().isEmpty() ? operation.getAfter() : operation.getBefore();
        check(operation, beside, type, findings);
        if (findings.anyRefusal()) {
            return OperationPlan.refused(facts, findings.list());
        }
        int place = beside.isEmpty()
                ? type.values().size()
                : type.values().indexOf(beside) + (operation.getBefore().isEmpty() ? 1 : 0);
        EnumFacts after = type.with(operation.getValue(), place);
        return OperationPlan.of(facts.with(after), List.of(step(operation, type, after)))
                .noting(findings.list());
    }

    private static void check(AddEnumValue operation, String beside, EnumFacts type, Findings findings) {
        String shown = type.name().shown();
        findings.expect(
                type.owned(),
                "privilege-missing",
                "expected the agent's role to own the type %s or to be a member of the role that does, but it is not; grant it that role"
                        .formatted(shown));
        findings.expect(
                !type.values().contains(operation.getValue()),
                "value-exists",
                "expected %s to have no value %s, but it has it already; take this operation out"
                        .formatted(shown, operation.getValue()));
        findings.expect(
                beside.isEmpty() || type.values().contains(beside),
                "value-missing",
                "expected %s to have a value %s, but it has none; %s"
                        .formatted(shown, beside, Nearest.hint(beside, type.values())));
    }

    private static StepDraft step(AddEnumValue operation, EnumFacts before, EnumFacts after) {
        String place = "";
        if (!operation.getBefore().isEmpty()) {
            place = " BEFORE " + Quoting.literal(operation.getBefore());
        } else if (!operation.getAfter().isEmpty()) {
            place = " AFTER " + Quoting.literal(operation.getAfter());
        }
        String sql = "ALTER TYPE %s ADD VALUE %s%s"
                .formatted(before.name().sql(), Quoting.literal(operation.getValue()), place);
        return StepDraft.transactional(
                        TableName.NONE,
                        Phase.CONTRACT,
                        "add the value %s to %s"
                                .formatted(operation.getValue(), before.name().shown()),
                        "",
                        List.of(sql),
                        Undos.irreversible("the server cannot take a value of an enum away"),
                        "a value comes when every reader knows it")
                .foreseeing(List.of(Foreseen.changed(before.path(), live -> after.definition())))
                .unrehearsed();
    }
}
