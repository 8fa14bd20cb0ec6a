package dev.lockstep.integration.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.agent.execute.WorkLimits;
import dev.lockstep.integration.servers.TestServers;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Report;
import dev.lockstep.v1.UndoPhase;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A foreign key to a partitioned table that gets another partition after the plan was made. */
class PartitionedReferenceIT {
    private static final String SETUP = """
            CREATE TABLE things (id int PRIMARY KEY) PARTITION BY RANGE (id);
            CREATE TABLE things_1 PARTITION OF things FOR VALUES FROM (0) TO (100);
            INSERT INTO things SELECT generate_series(0, 99);
            CREATE TABLE notes (id int PRIMARY KEY, thing int);
            CREATE INDEX notes_thing ON notes (thing);
            INSERT INTO notes SELECT n, n FROM generate_series(0, 99) AS n;
            """;
    private static final String CHANGE = """
            change: notes-thing
            fleet: orders
            why: A note is of a thing
            operations:
              - add_foreign_key: {table: notes, name: notes_thing_fk, columns: [thing], references: things, referenced_columns: [id], writers_comply: true}
            """;
    private static final String KEYS =
            "SELECT string_agg(confrelid::regclass::text, ', ' ORDER BY oid) FROM pg_constraint WHERE contype = 'f'";
    private static final String PROVED = "SELECT convalidated FROM pg_constraint WHERE conname = 'notes_thing_fk'";

    private BackfillNode node;

    @BeforeEach
    void open() throws SQLException {
        node = new BackfillNode(TestServers.postgres(), SETUP, CHANGE);
        node.run("CREATE TABLE things_2 PARTITION OF things FOR VALUES FROM (100) TO (200)");
    }

    @AfterEach
    void close() throws SQLException {
        node.close();
    }

    @Test
    void rowsThatReferToTheNewPartitionAreProvedToo() throws Exception {
        node.run("INSERT INTO things VALUES (150); INSERT INTO notes VALUES (150, 150)");

        assertThat(validate().hasPhaseDone()).isTrue();

        assertThat(node.ask(PROVED)).isEqualTo("t");
        assertThat(node.ask(KEYS)).isEqualTo("things, things_1, things_2");
    }

    @Test
    void rowsThatReferToNothingStopItAndNothingOfItStaysAfterTheWayBack() throws Exception {
        node.run("INSERT INTO notes VALUES (150, 150)");

        assertThat(validate().getStepFailed().getServerMessage()).contains("every row of notes keeps", "150");
        assertThat(undo().hasUndoDone()).isTrue();

        assertThat(node.ask(KEYS)).isEqualTo("null");
    }

    @Test
    void itGoesFromTheNewPartitionTooOnTheWayBack() throws Exception {
        assertThat(validate().hasPhaseDone()).isTrue();
        node.run("CREATE TABLE things_3 PARTITION OF things FOR VALUES FROM (200) TO (300)");

        assertThat(undo().hasUndoDone()).isTrue();

        assertThat(node.ask(KEYS)).isEqualTo("null");
    }

    private Report validate() throws Exception {
        node.open(Phase.VALIDATE);
        return new BackfillAgent(node, WorkLimits.usual()).work();
    }

    private Report undo() throws Exception {
        node.receive(Order.newBuilder().setUndo(UndoPhase.newBuilder().setPhase(Phase.VALIDATE)));
        return new BackfillAgent(node, WorkLimits.usual()).work();
    }
}
