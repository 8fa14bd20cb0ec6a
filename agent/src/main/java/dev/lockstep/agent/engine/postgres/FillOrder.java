package dev.lockstep.agent.engine.postgres;

/**
 * By key or by place. A new version of a row that finds room in its own page needs no entry in any index; going over each page in turns makes that room, which going by the key
 * cannot. That pays where every row is filled, in a column that no index reads yet: one that the operation itself adds.
 */
final class FillOrder {
    private FillOrder() {}

    /**
     * A step of an operation, by place where that is faster.
     *
     * @param before the node as it is before the operation
     */
    static StepDraft chosen(StepDraft step, Facts before) {
        return step.step().hasBackfill() && fillsByPlace(step, before) ? step.byPlace() : step;
    }

    private static boolean fillsByPlace(StepDraft step, Facts before) {
        String column = step.step().getBackfill().getColumn();
        return before.version().readsRangesOfPlaces()
                && before.table(step.table())
                        .filter(table ->
                                !table.isPartitioned() && !table.columns().containsKey(column))
                        .isPresent();
    }
}
