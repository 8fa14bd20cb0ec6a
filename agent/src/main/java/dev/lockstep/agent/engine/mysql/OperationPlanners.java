package dev.lockstep.agent.engine.mysql;

import dev.lockstep.v1.Operation;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The planner of each kind of operation. */
final class OperationPlanners {
    private final Map<Operation.KindCase, OperationPlanner> planners = new EnumMap<>(Operation.KindCase.class);

    OperationPlanners(MySqlServer server, ColumnTypes types) {
        planners.put(Operation.KindCase.CREATE_TABLE, new CreateTablePlanner(types));
        planners.put(Operation.KindCase.ADD_COLUMN, new AddColumnPlanner(server, types));
        planners.put(Operation.KindCase.DROP_COLUMN, new DropColumnPlanner(server, types));
        planners.put(Operation.KindCase.ADD_INDEX, new AddIndexPlanner(server));
        planners.put(Operation.KindCase.DROP_INDEX, new DropIndexPlanner(server));
        planners.put(Operation.KindCase.SET_NOT_NULL, new SetNotNullPlanner(server, types));
        planners.put(Operation.KindCase.SQL, new RawSqlPlanner(server));
    }

    /** Empty for an operation that this version does not know. */
    Optional<OperationPlanner> of(Operation operation) {
        return Optional.ofNullable(planners.get(operation.getKindCase()));
    }
}
