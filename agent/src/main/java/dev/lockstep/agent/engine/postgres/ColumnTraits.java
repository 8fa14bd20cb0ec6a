package dev.lockstep.agent.engine.postgres;

/**
 * What only few operations must know of a column.
 *
 * @param collation as a statement takes it; empty for the type's own
 * @param volatileDefault whether its default gives something else at each call, such as a sequence's next number
 * @param privileges whether somebody has rights on this column alone
 */
record ColumnTraits(String collation, boolean volatileDefault, boolean privileges) {

    static final ColumnTraits PLAIN = new ColumnTraits("", false, false);
}
