package dev.lockstep.coordinator.reverse;

import dev.lockstep.v1.AttachPartition;
import dev.lockstep.v1.CreatePartition;
import dev.lockstep.v1.DetachPartition;
import dev.lockstep.v1.DropPartition;
import dev.lockstep.v1.Engine;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The way back of partitions that came or left. */
final class PartitionReversal {
    private static final Pattern BOUND = Pattern.compile(
            " partition of .+? (?:FOR VALUES )?((?:FROM|IN|WITH) \\(.*?\\)|DEFAULT)"
                    + "(?= row level security| forced row level security| replica identity | comment |$).*",
            Pattern.DOTALL);

    private PartitionReversal() {}

    static Draft ofCreated(CreatePartition create) {
        return new Draft()
                .line("drop_partition:")
                .line("table: " + Draft.quoted(create.getTable()))
                .line("partition: " + Draft.quoted(create.getPartition()));
    }

    static Draft ofAttached(AttachPartition attach) {
        return new Draft()
                .remark("what " + attach.getPartition() + " got to become a partition, keys and indexes, it keeps")
                .line("detach_partition:")
                .line("table: " + Draft.quoted(attach.getTable()))
                .line("partition: " + Draft.quoted(attach.getPartition()));
    }

    /**
     * It is attached again, with the bounds that it had.
     *
     * @param recorded how nodes described it
     */
    static Draft ofDetached(DetachPartition detach, Map<Engine, String> recorded) {
        Optional<String> bound = bound(recorded);
        if (bound.isEmpty()) {
            return new Draft()
                    .notYet("the bounds that " + detach.getPartition()
                            + " had are not recorded; write attach_partition with them, once its rows fit");
        }
        return new Draft()
                .line("attach_partition:")
                .line("table: " + Draft.quoted(detach.getTable()))
                .line("partition: " + Draft.quoted(detach.getPartition()))
                .line("values: " + Draft.quoted(bound.get()));
    }

    /**
     * It is made anew, with the bounds that it had.
     *
     * @param recorded how nodes described it
     */
    static Draft ofDropped(DropPartition drop, Map<Engine, String> recorded) {
        Optional<String> bound = bound(recorded);
        boolean hadPartitions = recorded.getOrDefault(Engine.POSTGRES, "").startsWith("table partitioned by ");
        if (bound.isEmpty() || hadPartitions) {
            return new Draft()
                    .notYet("the rows of " + drop.getPartition()
                            + " are gone; make it anew with create_partition, if an empty one will do");
        }
        return new Draft()
                .remark(drop.getPartition() + " comes back without its rows, and with what its table gives a partition")
                .line("create_partition:")
                .line("table: " + Draft.quoted(drop.getTable()))
                .line("partition: " + Draft.quoted(drop.getPartition()))
                .line("values: " + Draft.quoted(bound.get()));
    }

    private static Optional<String> bound(Map<Engine, String> recorded) {
        Matcher bound = BOUND.matcher(recorded.getOrDefault(Engine.POSTGRES, ""));
        return bound.find() ? Optional.of(bound.group(1)) : Optional.empty();
    }

    /** Where the whole is recorded, beside it. */
    static String path(String table, String partition) {
        return Recorded.table(
                (partition.indexOf('.') < 0 ? table.substring(0, table.indexOf('.') + 1) : "") + partition);
    }
}
