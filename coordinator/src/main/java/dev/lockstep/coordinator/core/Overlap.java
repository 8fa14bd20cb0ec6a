package dev.lockstep.coordinator.core;

import dev.lockstep.v1.Change;
import dev.lockstep.v1.EpochStarted;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The one rule on which epochs may be open together. They start in order of their numbers; two that touch the same table or index never run at once; a raw step
 * may touch anything, and the views of a version show all tables. What a change touches is read off its operations, before any plan is made, so that no plan is made against a catalog that is on its way.
 */
public final class Overlap {
    private Overlap() {}

    /**
     * An earlier epoch that stands in the way.
     *
     * @param epoch its number
     * @param sentence what has to happen, such as "epoch 3 (orders-note) to end: both touch orders"
     */
    public record Obstacle(long epoch, String sentence) {}

    /** What a new epoch of this change would have to wait for. */
    public static List<Obstacle> obstacles(FleetState state, Change change) {
        return obstacles(state, change, Long.MAX_VALUE);
    }

    /** What an epoch that has not started waits for. */
    static List<Obstacle> obstacles(FleetState state, Epoch waiting) {
        return obstacles(state, waiting.change(), waiting.number());
    }

    private static List<Obstacle> obstacles(FleetState state, Change change, long number) {
        List<Obstacle> obstacles = new ArrayList<>();
        for (Epoch earlier : state.openEpochs()) {
            if (earlier.number() < number) {
                obstacle(earlier, change).ifPresent(obstacles::add);
            }
        }
        return obstacles;
    }

    private static Optional<Obstacle> obstacle(Epoch earlier, Change change) {
        String name = "epoch " + earlier.number() + " (" + earlier.change().getName() + ")";
        return common(earlier.change(), change)
                .map(shared -> new Obstacle(earlier.number(), name + " to end: " + shared))
                .or(() -> earlier.stage() == Stage.WAITING
                        ? Optional.of(new Obstacle(
                                earlier.number(), name + " to start: epochs start in the order of their numbers"))
                        : Optional.empty());
    }

    /** Why two changes must not run at once, in words; empty when they may. */
    private static Optional<String> common(Change one, Change other) {
        if (touchesAnything(one) || touchesAnything(other)) {
            return Optional.of(whyAnything(one, other));
        }
        SortedSet<String> shared = touched(one);
        shared.retainAll(touched(other));
        return shared.isEmpty() ? Optional.empty() : Optional.of("both touch " + String.join(", ", shared));
    }

    private static String whyAnything(Change one, Change other) {
        if (one.hasViews() || other.hasViews()) {
            return "the views of a version stand over every table";
        }
        if (isKeyChanged(one) || isKeyChanged(other)) {
            return "a key that is widened or replaced touches every table that refers to it";
        }
        return losesPartition(one) || losesPartition(other)
                ? "a partition that leaves touches every table that refers to its own"
                : "a raw sql step may touch anything";
    }

    private static boolean touchesAnything(Change change) {
        return change.hasViews()
                || change.getOperationsList().stream().anyMatch(operation -> switch (operation.getKindCase()) {
                    // Which tables refer to a key, or to a table whose partition leaves, the nodes alone know.
                    case SQL, WIDEN_KEY, REPLACE_PRIMARY_KEY, DETACH_PARTITION, DROP_PARTITION, KIND_NOT_SET -> true;
                    case CREATE_TABLE,
                            ADD_COLUMN,
                            DROP_COLUMN,
                            ADD_INDEX,
                            DROP_INDEX,
                            SET_NOT_NULL,
                            DROP_NOT_NULL,
                            SET_DEFAULT,
                            DROP_DEFAULT,
                            ADD_CHECK,
                            ADD_FOREIGN_KEY,
                            ADD_UNIQUE,
                            DROP_CONSTRAINT,
                            RENAME_CONSTRAINT,
                            RENAME_INDEX,
                            SET_COMMENT,
                            DROP_TABLE,
                            ADD_PRIMARY_KEY,
                            ADD_ENUM_VALUE,
                            SET_REPLICA_IDENTITY,
                            RENAME_COLUMN,
                            RENAME_TABLE,
                            BACKFILL,
                            CREATE_PARTITION,
                            ATTACH_PARTITION,
                            CHANGE_TYPE -> false;
                });
    }

    private static boolean isKeyChanged(Change change) {
        return change.getOperationsList().stream()
                .anyMatch(operation -> operation.hasWidenKey() || operation.hasReplacePrimaryKey());
    }

    private static boolean losesPartition(Change change) {
        return change.getOperationsList().stream()
                .anyMatch(operation -> operation.hasDetachPartition() || operation.hasDropPartition());
    }

    private static SortedSet<String> touched(Change change) {
        TreeSet<String> names = new TreeSet<>();
        change.getOperationsList().forEach(operation -> addNames(operation, names));
        return names;
    }

    /** Indexes share their names with tables on PostgreSQL, so they count like tables. */
    private static void addNames(Operation operation, SortedSet<String> names) {
        switch (operation.getKindCase()) {
            case CREATE_TABLE -> {
                names.add(plain(operation.getCreateTable().getTable()));
                operation.getCreateTable().getIndexesList().forEach(index -> names.add(plain(index.getName())));
            }
            case ADD_COLUMN -> names.add(plain(operation.getAddColumn().getTable()));
            case DROP_COLUMN -> names.add(plain(operation.getDropColumn().getTable()));
            case SET_NOT_NULL -> names.add(plain(operation.getSetNotNull().getTable()));
            case ADD_INDEX -> {
                names.add(plain(operation.getAddIndex().getTable()));
                names.add(plain(operation.getAddIndex().getName()));
            }
            case DROP_INDEX -> {
                names.add(plain(operation.getDropIndex().getTable()));
                names.add(plain(operation.getDropIndex().getName()));
            }
            case DROP_NOT_NULL -> names.add(plain(operation.getDropNotNull().getTable()));
            case SET_DEFAULT -> names.add(plain(operation.getSetDefault().getTable()));
            case DROP_DEFAULT -> names.add(plain(operation.getDropDefault().getTable()));
            case ADD_CHECK -> names.add(plain(operation.getAddCheck().getTable()));
            case ADD_FOREIGN_KEY -> {
                names.add(plain(operation.getAddForeignKey().getTable()));
                names.add(plain(operation.getAddForeignKey().getReferences()));
            }
            case ADD_UNIQUE -> {
                names.add(plain(operation.getAddUnique().getTable()));
                names.add(plain(operation.getAddUnique().getName()));
            }
            case DROP_CONSTRAINT -> {
                // A unique constraint goes with its index, which has its name.
                names.add(plain(operation.getDropConstraint().getTable()));
                names.add(plain(operation.getDropConstraint().getName()));
            }
            case RENAME_CONSTRAINT -> {
                names.add(plain(operation.getRenameConstraint().getTable()));
                names.add(plain(operation.getRenameConstraint().getName()));
                names.add(plain(operation.getRenameConstraint().getTo()));
            }
            case RENAME_INDEX -> {
                names.add(plain(operation.getRenameIndex().getTable()));
                names.add(plain(operation.getRenameIndex().getName()));
                names.add(plain(operation.getRenameIndex().getTo()));
            }
            case RENAME_COLUMN -> names.add(plain(operation.getRenameColumn().getTable()));
            case RENAME_TABLE -> {
                names.add(plain(operation.getRenameTable().getTable()));
                names.add(plain(operation.getRenameTable().getTo()));
            }
            case BACKFILL -> names.add(plain(operation.getBackfill().getTable()));
            case CHANGE_TYPE -> names.add(plain(operation.getChangeType().getTable()));
            case SET_COMMENT -> names.add(plain(operation.getSetComment().getTable()));
            case DROP_TABLE -> names.add(plain(operation.getDropTable().getTable()));
            case ADD_PRIMARY_KEY -> {
                names.add(plain(operation.getAddPrimaryKey().getTable()));
                names.add(plain(operation.getAddPrimaryKey().getName()));
            }
            case ADD_ENUM_VALUE -> names.add(plain(operation.getAddEnumValue().getType()));
            case SET_REPLICA_IDENTITY -> {
                names.add(plain(operation.getSetReplicaIdentity().getTable()));
                String index = operation.getSetReplicaIdentity().getIndex();
                if (!index.isEmpty()) {
                    names.add(plain(index));
                }
            }
            case CREATE_PARTITION -> {
                names.add(plain(operation.getCreatePartition().getTable()));
                names.add(plain(operation.getCreatePartition().getPartition()));
            }
            case ATTACH_PARTITION -> {
                names.add(plain(operation.getAttachPartition().getTable()));
                names.add(plain(operation.getAttachPartition().getPartition()));
            }
            case SQL, WIDEN_KEY, REPLACE_PRIMARY_KEY, DETACH_PARTITION, DROP_PARTITION, KIND_NOT_SET -> {
                // Those touch anything, and are asked about before.
            }
        }
    }

    /** Without schema and case, in which engines differ: rather one name too many taken for the same. */
    private static String plain(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    /** Starts an epoch that nothing stands in the way of any more. */
    static List<Event> start(FleetState state, Epoch waiting) {
        if (!obstacles(state, waiting).isEmpty()) {
            return List.of();
        }
        List<Event> first = Quarantine.beforeStart(state, waiting);
        if (!first.isEmpty()) {
            return first;
        }
        return List.of(
                Event.newBuilder()
                        .setEpochStarted(EpochStarted.newBuilder().setEpoch(waiting.number()))
                        .build(),
                Events.directive(state, waiting.number(), Events.workOrder(waiting), waiting.names()));
    }
}
