package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lets foreign keys go over from a primary key that goes to a unique constraint over the same columns. The server binds a foreign key to the oldest index that fits,
 * so it is made anew in the very transaction in which the old key goes: at no moment can a row be written that refers to nothing.
 *
 * @param referrers in the order in which their tables are locked
 */
record ReferrerMoves(TableName table, List<Referrer> referrers, PlanTarget target) {

    private static final String UNPROVED = " NOT VALID";

    ReferrerMoves {
        referrers = List.copyOf(referrers);
    }

    /** The table that is referred to first, as everybody else does. */
    private Set<TableName> tables() {
        Set<TableName> tables = new LinkedHashSet<>(List.of(table));
        referrers.forEach(referrer -> tables.add(referrer.table()));
        return tables;
    }

    String lock() {
        return tables().stream().map(Locks::accessExclusive).collect(Collectors.joining(", "));
    }

    /** All locks in one statement, then the foreign keys. Copies have none. */
    List<String> takeAway() {
        if (referrers.isEmpty() || target.rehearsal()) {
            return List.of();
        }
        List<String> sql = new ArrayList<>();
        sql.add("LOCK TABLE %s IN ACCESS EXCLUSIVE MODE"
                .formatted(tables().stream().map(target::table).collect(Collectors.joining(", "))));
        referrers.forEach(referrer -> sql.add(alter(referrer) + "DROP CONSTRAINT " + name(referrer)));
        return sql;
    }

    /** As they were, but unproved, which needs no scan. */
    List<String> putBack() {
        if (target.rehearsal()) {
            return List.of();
        }
        List<String> sql = new ArrayList<>();
        for (Referrer referrer : referrers) {
            sql.add(alter(referrer)
                    + "ADD CONSTRAINT %s %s%s"
                            .formatted(name(referrer), referrer.definition(), referrer.isProved() ? UNPROVED : ""));
            if (!referrer.comment().isEmpty()) {
                sql.add("COMMENT ON CONSTRAINT %s ON %s IS %s"
                        .formatted(
                                name(referrer), target.table(referrer.table()), Quoting.literal(referrer.comment())));
            }
        }
        return sql;
    }

    List<Foreseen> unproved() {
        return referrers.stream()
                .filter(Referrer::isProved)
                .map(referrer -> Foreseen.changed(path(referrer), live -> live + UNPROVED))
                .toList();
    }

    /** By scans that block neither readers nor writers. */
    List<StepDraft> prove() {
        return referrers.stream().filter(Referrer::isProved).map(this::prove).toList();
    }

    private StepDraft prove(Referrer referrer) {
        boolean own = referrer.table().equals(table);
        String lock = Locks.shareUpdateExclusive(referrer.table());
        return StepDraft.autonomous(
                        table,
                        Phase.CONTRACT,
                        "prove that every row of %s keeps %s"
                                .formatted(referrer.table().shown(), referrer.constraint()),
                        own ? lock : Locks.rowShare(table) + ", " + lock,
                        List.of(alter(referrer) + "VALIDATE CONSTRAINT " + name(referrer)),
                        List.of(),
                        Undos.irreversible("CONTRACT only goes forward: it held before"),
                        "a foreign key that was made anew is proved by a scan that blocks neither readers nor writers")
                .foreseeing(List.of(Foreseen.changed(
                        path(referrer),
                        live -> live.endsWith(UNPROVED) ? live.substring(0, live.length() - UNPROVED.length()) : live)))
                .unrehearsed();
    }

    private String alter(Referrer referrer) {
        return "ALTER TABLE %s ".formatted(target.table(referrer.table()));
    }

    private static String name(Referrer referrer) {
        return Quoting.identifier(referrer.constraint());
    }

    private static String path(Referrer referrer) {
        return referrer.table().constraintPath(referrer.constraint());
    }
}
