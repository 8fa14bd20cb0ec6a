package dev.lockstep.agent.engine.postgres;

/**
 * What only few operations must know of a column.
 *
 * @param collation as a statement takes it; empty for the type's own
 * @param volatileDefault whether its default gives something else at each call, such as a sequence's next number
 * @param privileges whether somebody has rights on this column alone
 * @param composite whether its values have parts, so that one can be neither NULL nor NOT NULL for a condition
 * @param numbering what numbers it
 * @param filling what an operation before this one fills it with
 */
record ColumnTraits(
        String collation,
        boolean volatileDefault,
        boolean privileges,
        boolean composite,
        Numbering numbering,
        Filling filling) {

    static final ColumnTraits PLAIN = new ColumnTraits("", false, false, false, Numbering.NONE, Filling.NONE);

    ColumnTraits with(Filling newFilling) {
        return new ColumnTraits(collation, volatileDefault, privileges, composite, numbering, newFilling);
    }

    /**
     * What rows will hold.
     *
     * @param rows a condition that tells which rows get the value; empty for none
     * @param value an expression over the row
     * @param atOnce whether one statement gives it to all rows; else rows are filled batch by batch
     */
    record Filling(String rows, String value, boolean atOnce) {

        static final Filling NONE = new Filling("", "", false);

        boolean isNone() {
            return rows.isEmpty();
        }
    }

    /**
     * A sequence that belongs to the column.
     *
     * @param identity {@code ALWAYS} or {@code BY DEFAULT} for an identity; empty for a sequence behind a default
     * @param sequence its name, empty when there is none; it is in the schema of the table
     * @param options of the sequence, as a statement takes them
     */
    record Numbering(String identity, String sequence, String options) {

        static final Numbering NONE = new Numbering("", "", "");
    }
}
