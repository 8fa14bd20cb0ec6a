package dev.lockstep.agent.engine.postgres;

import java.util.ArrayList;
import java.util.List;

/** Definitions that name a column, but of which a copy of its table has none: foreign keys, and a sequence of its own. */
final class RenamedTexts {
    private RenamedTexts() {}

    static List<Foreseen> of(TableFacts table, String column, String to, Facts facts) {
        List<Foreseen> changes = new ArrayList<>();
        for (ConstraintFacts constraint : table.constraints().values()) {
            boolean refersToItself = constraint.referenced().contains(table.name());
            if (constraint.kind() == ConstraintFacts.Kind.FOREIGN_KEY && !refersToItself) {
                String from = "FOREIGN KEY (%s) ".formatted(facts.written(constraint.columns()));
                String now = "FOREIGN KEY (%s) ".formatted(facts.written(renamed(constraint.columns(), column, to)));
                add(changes, table.name().constraintPath(constraint.name()), from, now);
            }
        }
        for (Referrer referrer : table.traits().referrers()) {
            boolean own = referrer.table().equals(table.name());
            List<String> columns = referrer.columns();
            String from = referring(columns, referrer.referenced(), facts);
            String now = referring(
                    own ? renamed(columns, column, to) : columns, renamed(referrer.referenced(), column, to), facts);
            if (!from.equals(now)) {
                String path = referrer.table().constraintPath(referrer.constraint());
                changes.add(Foreseen.changed(path, live -> referring(live, from, now)));
            }
        }
        table.dependentsOf(column).stream()
                .filter(dependent -> dependent.kind() == Dependent.Kind.OWN_SEQUENCE)
                .forEach(sequence -> add(
                        changes,
                        "sequence:" + table.name().sibling(sequence.name()).shown(),
                        "." + facts.written(List.of(column)),
                        "." + facts.written(List.of(to))));
        return changes;
    }

    /** A foreign key that refers to other columns of the same table. */
    static Foreseen referring(Referrer referrer, List<String> referenced, List<String> to, Facts facts) {
        String from = referring(referrer.columns(), referenced, facts);
        String now = referring(referrer.columns(), to, facts);
        return Foreseen.changed(
                referrer.table().constraintPath(referrer.constraint()), live -> referring(live, from, now));
    }

    private static void add(List<Foreseen> changes, String path, String from, String to) {
        if (!from.equals(to)) {
            changes.add(Foreseen.changed(path, live -> {
                int at = live.lastIndexOf(from);
                return at < 0 ? live : live.substring(0, at) + to + live.substring(at + from.length());
            }));
        }
    }

    private static List<String> renamed(List<String> columns, String column, String to) {
        return columns.stream().map(one -> one.equals(column) ? to : one).toList();
    }

    /** Both lists of columns, with a mark for the table between them, whose name is as it is. */
    private static String referring(List<String> columns, List<String> referenced, Facts facts) {
        return "FOREIGN KEY (%s) REFERENCES \0(%s)".formatted(facts.written(columns), facts.written(referenced));
    }

    private static String referring(String live, String from, String to) {
        int mark = from.indexOf('\0');
        String head = from.substring(0, mark);
        String tail = from.substring(mark + 1);
        int end = live.indexOf(tail, head.length());
        if (!live.startsWith(head) || end < 0) {
            return live;
        }
        int newMark = to.indexOf('\0');
        return to.substring(0, newMark)
                + live.substring(head.length(), end)
                + to.substring(newMark + 1)
                + live.substring(end + tail.length());
    }
}
