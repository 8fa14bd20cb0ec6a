package dev.lockstep.change;

import dev.lockstep.v1.AttachPartition;
import dev.lockstep.v1.CreatePartition;
import dev.lockstep.v1.DetachPartition;
import dev.lockstep.v1.DropPartition;
import dev.lockstep.v1.Operation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code create_partition}, {@code attach_partition}, {@code detach_partition} and {@code drop_partition}. */
final class PartitionForms {
    private static final Pattern BOUND = Pattern.compile(
            "(FROM\\s*\\(.*\\)\\s*TO\\s*\\(.*\\)|IN\\s*\\(.*\\)|WITH\\s*\\(.*\\)|DEFAULT)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Key<String> TABLE =
            Key.required("table", TextForm.NAME, "orders", "The partitioned table, as a whole.");
    private static final Key<String> NEW = Key.required(
            "partition", TextForm.NAME, "orders_2027", "The name of the new partition, in the schema of the table.");
    private static final Key<String> STANDING = Key.required(
            "partition",
            TextForm.NAME,
            "orders_2027",
            "The table that becomes a partition, in the schema of the partitioned one.");
    private static final Key<String> OLD = Key.required("partition", TextForm.NAME, "orders_2020", "The partition.");
    private static final Key<String> VALUES = Key.required(
            "values",
            new TextForm(
                    "the bounds of a partition",
                    text -> BOUND.matcher(text.strip()).matches()
                            ? Optional.empty()
                            : Optional.of("`FROM (…) TO (…)`, `IN (…)`, `WITH (…)` or `DEFAULT`"),
                    Map.of("type", "string", "minLength", 1)),
            "\"FROM ('2027-01-01') TO ('2028-01-01')\"",
            "Which rows it takes, as SQL after FOR VALUES; or DEFAULT, for those that no other takes.");

    static final Shape<Operation> CREATE = new Shape<>(
            "create_partition",
            "Makes an empty partition, with the indexes, rules and triggers of its table. PostgreSQL only.",
            List.of(TABLE, NEW, VALUES),
            PartitionForms::buildCreate);
    static final Shape<Operation> ATTACH = new Shape<>(
            "attach_partition",
            "Makes a table that is there a partition, with its rows; its bounds are proved first, so nothing is read under"
                    + " a lock. PostgreSQL only.",
            List.of(TABLE, STANDING, VALUES),
            PartitionForms::buildAttach);
    static final Shape<Operation> DETACH = new Shape<>(
            "detach_partition",
            "Takes a partition out of its table, in CONTRACT; it stays as a table of its own, with its rows. PostgreSQL"
                    + " only.",
            List.of(TABLE, OLD),
            PartitionForms::buildDetach);
    static final Shape<Operation> DROP = new Shape<>(
            "drop_partition",
            "Drops a partition with its rows, in CONTRACT. PostgreSQL only.",
            List.of(TABLE, OLD),
            PartitionForms::buildDrop);

    private PartitionForms() {}

    private static Operation buildCreate(Fields fields, ProblemLog problems) {
        CreatePartition.Builder create = CreatePartition.newBuilder();
        fields.get(TABLE).ifPresent(create::setTable);
        fields.get(NEW).ifPresent(create::setPartition);
        fields.get(VALUES).ifPresent(values -> create.setValues(values.strip()));
        return Operation.newBuilder().setCreatePartition(create).build();
    }

    private static Operation buildAttach(Fields fields, ProblemLog problems) {
        AttachPartition.Builder attach = AttachPartition.newBuilder();
        fields.get(TABLE).ifPresent(attach::setTable);
        fields.get(STANDING).ifPresent(attach::setPartition);
        fields.get(VALUES).ifPresent(values -> attach.setValues(values.strip()));
        return Operation.newBuilder().setAttachPartition(attach).build();
    }

    private static Operation buildDetach(Fields fields, ProblemLog problems) {
        DetachPartition.Builder detach = DetachPartition.newBuilder();
        fields.get(TABLE).ifPresent(detach::setTable);
        fields.get(OLD).ifPresent(detach::setPartition);
        return Operation.newBuilder().setDetachPartition(detach).build();
    }

    private static Operation buildDrop(Fields fields, ProblemLog problems) {
        DropPartition.Builder drop = DropPartition.newBuilder();
        fields.get(TABLE).ifPresent(drop::setTable);
        fields.get(OLD).ifPresent(drop::setPartition);
        return Operation.newBuilder().setDropPartition(drop).build();
    }
}
