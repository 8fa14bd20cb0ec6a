package dev.lockstep.agent.engine.postgres;

/** An expression over the rows of a table, as a change has it. */
record ValueOf(TableName table, String text) {}
