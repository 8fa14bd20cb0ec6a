package dev.lockstep.agent.engine.postgres.explain.safer;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Column;
import dev.lockstep.agent.engine.postgres.explain.catalog.Constraint;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The foreign keys that refer to a partitioned table, as far as they ask something of its partitions that come and leave. */
final class KeysToWhole {
    private final Scene scene;
    private final Relation whole;
    private final List<Catalog.Held> keys;

    KeysToWhole(Scene scene, Relation whole) {
        this.scene = scene;
        this.whole = whole;
        this.keys = scene.before().referencesTo(whole).stream()
                .filter(each -> !each.constraint().inherited())
                .toList();
    }

    /** Whether each is of a table that Lockstep changes, and none of the whole itself, whose partition would be on both sides. */
    boolean standByThemselves() {
        List<Relation> own = scene.before().family(whole);
        return keys.stream()
                .map(Catalog.Held::table)
                .allMatch(each -> !own.contains(each) && scene.standsByItself(each));
    }

    /** Whether rows that refer to a new partition, which the way back looks for, are found by an index. */
    boolean findTheirRows() {
        return keys.stream()
                .allMatch(each ->
                        scene.findsRowsBy(each.table(), each.constraint().columns()));
    }

    /** Whether they can step aside and be proved again, and the bounds of a partition say which of their rows refer to it. */
    boolean letGo() {
        return standByThemselves() && keys.stream().allMatch(each -> isProved(each) && saysTheSame(each));
    }

    private boolean isProved(Catalog.Held key) {
        List<Relation> leaves = scene.before().family(key.table()).stream()
                .filter(Relation::hasRows)
                .toList();
        boolean inEach = leaves.stream()
                .allMatch(leaf -> leaf.constraints.values().stream()
                        .anyMatch(each -> each.references() == whole.id()
                                && each.columns().equals(key.constraint().columns())
                                && each.valid()
                                && each.enforced()));
        return key.constraint().valid() && key.constraint().enforced() && !leaves.isEmpty() && inEach;
    }

    /** The bounds are written for the columns that refer, so those must be of the same type and order. */
    private boolean saysTheSame(Catalog.Held key) {
        Set<String> parting = new LinkedHashSet<>();
        scene.before().family(whole).forEach(each -> parting.addAll(each.partitionColumns()));
        Constraint constraint = key.constraint();
        for (int i = 0; i < constraint.referenced().size(); i++) {
            String name = constraint.referenced().get(i);
            Column to = whole.column(name).orElseThrow();
            Column from = key.table().column(constraint.columns().get(i)).orElseThrow();
            boolean same = from.type().equals(to.type()) && from.collation().equals(to.collation());
            if (parting.contains(name) && !same) {
                return false;
            }
        }
        return true;
    }
}
