package dev.lockstep.agent.engine.mysql;

import dev.lockstep.v1.Operation;

/** Makes the steps of one kind of operation: a pure function of operation, facts and server. */
interface OperationPlanner {

    /**
     * The operation's steps, or the reasons against it.
     *
     * @param operation of the planner's kind
     * @param facts the schema as the operations before this one leave it
     * @param naming how the steps call tables and triggers
     */
    Recipe plan(Operation operation, SchemaFacts facts, Naming naming);
}
