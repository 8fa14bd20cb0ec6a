package dev.lockstep.change;

import dev.lockstep.v1.DropTable;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.ReplicaIdentity;
import dev.lockstep.v1.SetComment;
import dev.lockstep.v1.SetReplicaIdentity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code drop_table}, {@code set_comment} and {@code set_replica_identity}. */
final class TableForms {
    private static final Key<String> TABLE = Key.required("table", TextForm.NAME, "orders", "The table.");
    private static final Key<String> COLUMN = Key.optional(
            "column", TextForm.NAME, "region", "The column that it is about; the table itself when not given.");
    private static final Key<String> COMMENT =
            Key.required("comment", TextForm.PROSE, "Where the order goes", "What the database says of it.");
    private static final Key<ReplicaIdentity> IDENTITY = Key.required(
            "identity",
            new WordForm<>("a replica identity", identities(), Map.of()),
            "full",
            "How logical replication finds the old row: by the primary key (default), the whole row, nothing, or an"
                    + " index.");
    private static final Key<String> INDEX = Key.optional(
            "index",
            TextForm.NAME,
            "orders_code_key",
            "The index, with identity: index; unique, over NOT NULL columns.");

    static final Shape<Operation> DROP = new Shape<>(
            "drop_table", "Drops a table with all its rows, in CONTRACT.", List.of(TABLE), TableForms::buildDrop);
    static final Shape<Operation> SET_COMMENT = new Shape<>(
            "set_comment",
            "Says something about a table or a column, in the database.",
            List.of(TABLE, COLUMN, COMMENT),
            TableForms::buildComment);
    static final Shape<Operation> SET_REPLICA_IDENTITY = new Shape<>(
            "set_replica_identity",
            "Says how logical replication finds the old row of an update. PostgreSQL only.",
            List.of(TABLE, IDENTITY, INDEX),
            TableForms::buildIdentity);

    private TableForms() {}

    private static Map<String, ReplicaIdentity> identities() {
        Map<String, ReplicaIdentity> words = new LinkedHashMap<>();
        words.put("default", ReplicaIdentity.REPLICA_IDENTITY_DEFAULT);
        words.put("full", ReplicaIdentity.REPLICA_IDENTITY_FULL);
        words.put("nothing", ReplicaIdentity.REPLICA_IDENTITY_NOTHING);
        words.put("index", ReplicaIdentity.REPLICA_IDENTITY_INDEX);
        return words;
    }

    private static Operation buildDrop(Fields fields, ProblemLog problems) {
        DropTable.Builder table = DropTable.newBuilder();
        fields.get(TABLE).ifPresent(table::setTable);
        return Operation.newBuilder().setDropTable(table).build();
    }

    private static Operation buildComment(Fields fields, ProblemLog problems) {
        SetComment.Builder comment = SetComment.newBuilder();
        fields.get(TABLE).ifPresent(comment::setTable);
        fields.get(COLUMN).ifPresent(comment::setColumn);
        fields.get(COMMENT).ifPresent(comment::setComment);
        return Operation.newBuilder().setSetComment(comment).build();
    }

    private static Operation buildIdentity(Fields fields, ProblemLog problems) {
        SetReplicaIdentity.Builder identity = SetReplicaIdentity.newBuilder();
        fields.get(TABLE).ifPresent(identity::setTable);
        fields.get(IDENTITY).ifPresent(identity::setIdentity);
        fields.get(INDEX).ifPresent(identity::setIndex);
        boolean byIndex = identity.getIdentity() == ReplicaIdentity.REPLICA_IDENTITY_INDEX;
        if (byIndex && !fields.has(INDEX)) {
            problems.add(fields.place(IDENTITY), "expected an `index` with identity: index, found none; name it");
        }
        if (fields.get(IDENTITY).isPresent() && !byIndex && fields.has(INDEX)) {
            problems.add(
                    fields.place(INDEX),
                    "expected no `index`, because identity is not index, found one; write identity: index, or take it"
                            + " out");
        }
        return Operation.newBuilder().setSetReplicaIdentity(identity).build();
    }
}
