package dev.lockstep.agent.engine.postgres.explain.statement;

/** What a statement does once it is understood. */
@FunctionalInterface
public interface Action {

    /** A statement that touches nothing of the schema. */
    Action NOTHING = effects -> {};

    /**
     * Applies the statement to the catalog of the effects, which is of no use any more when this fails.
     *
     * @throws dev.lockstep.agent.engine.postgres.explain.catalog.Refusal when the server would refuse the statement
     */
    void apply(Effects effects);
}
