package dev.lockstep.agent.engine.mysql;

import dev.lockstep.v1.Change;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Puts the recipes of a change's operations into one order: by phase, and within a phase as the change has them. Pure. */
final class ChangePlanner {
    private static final String NO_VIEWS =
            "expected a change without `views` on MySQL and MariaDB, because a schema of views is a database of its own there, which this node does not own, found some; take `views` out";

    private final OperationPlanners planners;

    ChangePlanner(MySqlServer server, ColumnTypes types) {
        this.planners = new OperationPlanners(server, types);
    }

    /** Steps in order, and what speaks against them. */
    Recipe plan(Change change, SchemaFacts facts, Naming naming) {
        List<Recipe.Draft> steps = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        SchemaFacts now = facts;
        if (change.hasViews()) {
            findings.add(Findings.refuse("views-not-here", NO_VIEWS, List.of(), 0));
        }
        for (Operation operation : change.getOperationsList()) {
            Optional<OperationPlanner> planner = planners.of(operation);
            if (planner.isEmpty()) {
                findings.add(Findings.refuse("operation-not-yet", notYet(operation), List.of(), operation.getLine()));
                continue;
            }
            Recipe recipe = planner.get().plan(operation, now, naming);
            steps.addAll(recipe.steps());
            findings.addAll(recipe.findings());
            now = recipe.after();
        }
        // A stable sort: operations keep their order within a phase.
        steps.sort(Comparator.comparing(draft -> draft.step().getPhase()));
        return new Recipe(steps, findings, now);
    }

    private static String notYet(Operation operation) {
        if (operation.getKindCase() == Operation.KindCase.KIND_NOT_SET) {
            return "expected an operation that this agent knows, found one that it does not; update the agent";
        }
        return "expected an operation that Lockstep can do on MySQL and MariaDB, found "
                + operation.getKindCase().name().toLowerCase(java.util.Locale.ROOT)
                + ", which is not yet supported there; use a raw step (`sql`) with `done_when`";
    }

    /** The tables that a change names. */
    static Set<String> tables(Change change) {
        Set<String> tables = new TreeSet<>();
        for (Operation operation : change.getOperationsList()) {
            tables.add(operation.getCreateTable().getTable());
            tables.add(operation.getAddColumn().getTable());
            tables.add(operation.getDropColumn().getTable());
            tables.add(operation.getAddIndex().getTable());
            tables.add(operation.getDropIndex().getTable());
            tables.add(operation.getSetNotNull().getTable());
        }
        tables.remove("");
        return tables;
    }
}
