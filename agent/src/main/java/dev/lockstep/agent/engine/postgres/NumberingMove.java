package dev.lockstep.agent.engine.postgres;

import java.util.List;

/** Takes what numbers a key over to the column that takes its place. A sequence behind a default is moved; that of an identity cannot be, so it gets a successor that goes on where it is. */
record NumberingMove(SecondColumn second) {

    /** While the first column is there. */
    List<String> before() {
        ColumnTraits.Numbering numbering = second.column().traits().numbering();
        String beside = Quoting.identifier(second.conversion().beside());
        if (numbering.sequence().isEmpty()) {
            return List.of();
        }
        if (numbering.identity().isEmpty()) {
            return second.target().rehearsal()
                    ? List.of()
                    : List.of(
                            "ALTER SEQUENCE %s AS bigint".formatted(sequence(numbering.sequence())),
                            "ALTER SEQUENCE %s OWNED BY %s.%s"
                                    .formatted(sequence(numbering.sequence()), table(), beside));
        }
        String identity = "ALTER TABLE %s ALTER COLUMN %s ADD GENERATED %s AS IDENTITY (SEQUENCE NAME %s %s)"
                .formatted(table(), beside, numbering.identity(), sequence(successor()), numbering.options());
        return second.target().rehearsal()
                ? List.of(identity)
                : List.of(
                        identity,
                        "SELECT pg_catalog.setval(%s::regclass, last_value, is_called) FROM %s"
                                .formatted(Quoting.literal(sequence(successor())), sequence(numbering.sequence())));
    }

    /** When the name of the first one is free. */
    List<String> after() {
        ColumnTraits.Numbering numbering = second.column().traits().numbering();
        return numbering.identity().isEmpty() || second.target().rehearsal()
                ? List.of()
                : List.of("ALTER SEQUENCE %s RENAME TO %s"
                        .formatted(sequence(successor()), Quoting.identifier(numbering.sequence())));
    }

    /** A copy's default takes its numbers from the live sequence, which a rehearsal leaves alone. */
    List<Foreseen> foreseen() {
        ColumnTraits.Numbering numbering = second.column().traits().numbering();
        if (numbering.sequence().isEmpty() || !numbering.identity().isEmpty()) {
            return List.of();
        }
        String path = "sequence:"
                + second.table().name().sibling(numbering.sequence()).shown();
        return List.of(Foreseen.changed(path, NumberingMove::widened));
    }

    private static String widened(String live) {
        return live.replaceFirst("^(smallint|integer) ", "bigint ")
                .replaceFirst(" maximum (32767|2147483647)(?= |$)", " maximum " + Long.MAX_VALUE);
    }

    private String successor() {
        return HelperNames.sequence(second.table().name(), second.column().name());
    }

    private String sequence(String name) {
        return second.target().table(second.table().name().sibling(name));
    }

    private String table() {
        return second.target().table(second.table().name());
    }
}
