package dev.lockstep.agent.engine.postgres;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What must hold before a second column can take the place of a first one. */
record SecondColumnChecks(SecondColumn second) {

    void check(Findings findings) {
        TableFacts table = second.table();
        ColumnFacts column = second.column();
        String shown = table.name().shown();
        String beside = second.conversion().beside();
        findings.expect(
                !table.columns().containsKey(beside),
                "column-exists",
                "expected %s to have no column %s, but it has one; choose another name, or drop it"
                        .formatted(shown, beside));
        TableChecks.checkRoomForColumn(table, findings);
        findings.expect(
                !column.generated(),
                "column-generated",
                "expected %s.%s to be an ordinary column, but it is generated; drop it and add it with the new type"
                        .formatted(shown, column.name()));
        findings.expect(
                !column.identity() || second.role().isKey(),
                "column-identity",
                "expected %s.%s to be filled by writers, but the server numbers it; use widen_key"
                        .formatted(shown, column.name()));
        findings.expect(
                !column.fresh(),
                "column-fresh",
                "expected %s to be there before this change, but an operation before this one adds it; add it with the new type"
                        .formatted(column.name()));
        findings.expect(
                second.conversion().up().isEmpty()
                        || !column.hasDefault()
                        || !second.newDefault().isEmpty(),
                "default-not-carried",
                "expected a default in the new type, because %s.%s has one (%s) and up changes values, found none; give `default`"
                        .formatted(shown, column.name(), column.defaultValue()));
        SyncChecks.check(table, column, second.facts(), findings);
        if (column.notNull()) {
            FillChecks.checkRule(table, beside, second.facts().version(), findings);
        }
        checkDependents(findings);
        if (table.isPartitioned()) {
            checkPartitions(findings);
        } else {
            second.columnIndexes().check(second.facts(), findings);
        }
    }

    private void checkPartitions(Findings findings) {
        ColumnFacts column = second.column();
        PartitionedColumnChecks.check(second.table(), column, second.facts(), findings);
        PartitionedColumnChecks.checkSecond(
                second.table(), column, second.conversion().beside(), second.facts(), findings);
        PartitionedColumnChecks.checkRules(second.table(), column, second.role().isAny(), second.facts(), findings);
        for (TableFacts partition : PartitionFacts.of(second.table(), second.facts())) {
            checkDependentsOf(partition, findings);
        }
        second.partitionedIndexes().check(findings);
    }

    /** What hangs on a partition alone, or on its part of what the whole has. Anything outside of the table is refused before. */
    private void checkDependentsOf(TableFacts partition, Findings findings) {
        for (Dependent dependent : partition.dependentsOf(second.column().name())) {
            boolean fits = switch (dependent.kind()) {
                case INDEX -> isFree(partition.indexes().get(dependent.name()));
                case OWN_CHECK, OWN_UNIQUE, OWN_RULE ->
                    partition.indexes().values().stream()
                            .filter(index -> index.constraint().equals(dependent.name()))
                            .allMatch(this::isFree);
                case OTHER -> true;
                case OWN_SEQUENCE, REFERRER, STATISTICS, GENERATED -> false;
            };
            findings.expect(
                    fits,
                    "dependent",
                    "expected nothing but indexes, and rules of %s, to need %s of the partition %s, but %s does, or something needs that; change or drop it first"
                            .formatted(
                                    second.table().name().shown(),
                                    second.column().name(),
                                    partition.name().shown(),
                                    dependent.description()));
        }
    }

    private boolean isFree(@Nullable IndexFacts index) {
        return index != null && index.valid() && (index.users().isEmpty() || isNeededByReferrersOnly(index));
    }

    /** Those of a partitioned table are refused by their names. */
    private boolean isNeededByReferrersOnly(IndexFacts index) {
        return second.ofPartitionedKey()
                && second.role().isKey()
                && index.users().stream().allMatch(user -> user.startsWith(IndexFacts.FOREIGN_KEY));
    }

    private void checkDependents(Findings findings) {
        for (Dependent dependent : second.table().dependentsOf(second.column().name())) {
            findings.expect(
                    canBeMoved(dependent),
                    "dependent",
                    "expected nothing but indexes, checks and unique constraints to need %s.%s, but %s does; change or drop that first"
                            .formatted(
                                    second.table().name().shown(),
                                    second.column().name(),
                                    dependent.description()));
        }
    }

    private boolean canBeMoved(Dependent dependent) {
        return switch (dependent.kind()) {
            case INDEX -> isPlain(second.table().indexes().get(dependent.name()));
            case OWN_CHECK, OWN_UNIQUE, OWN_RULE ->
                isMovable(second.table().constraints().get(dependent.name()));
            case OWN_SEQUENCE, REFERRER -> second.role().isKey();
            case STATISTICS, GENERATED, OTHER -> false;
        };
    }

    /** An index that something else needs stays, unless that moves along. */
    private boolean isPlain(@Nullable IndexFacts index) {
        if (index == null || !index.valid()) {
            return false;
        }
        boolean isOfTheKey = second.role().isKey()
                && !index.isReplicaIdentity()
                && index.columns().equals(List.of(second.column().name()));
        return index.users().isEmpty() || isOfTheKey || isNeededByReferrersOnly(index);
    }

    /** The foreign key of this column, or one that refers to it from its own table. */
    private boolean movesAlong(ConstraintFacts constraint) {
        boolean own = second.role()
                .foreign()
                .map(foreign -> foreign.referrer().constraint().equals(constraint.name()))
                .orElse(false);
        return own
                || second.role().isKey()
                        && constraint.referenced().contains(second.table().name());
    }

    /** A constraint that may wait for the end of a transaction, or that an index of this name does not stand behind, has no way over. */
    private boolean isMovable(@Nullable ConstraintFacts constraint) {
        if (constraint == null) {
            return false;
        }
        return switch (constraint.kind()) {
            case CHECK ->
                constraint.definition().startsWith("CHECK (")
                        && constraint.definition().endsWith(")");
            case UNIQUE -> {
                IndexFacts index = second.table().indexes().get(constraint.name());
                yield isPlain(index) && index != null && index.plain();
            }
            case PRIMARY_KEY -> {
                IndexFacts index = second.table().indexes().get(constraint.name());
                yield second.role().isAny() && isPlain(index) && index != null && index.plain();
            }
            case FOREIGN_KEY -> movesAlong(constraint);
            case EXCLUSION, NOT_NULL, OTHER -> false;
        };
    }
}
