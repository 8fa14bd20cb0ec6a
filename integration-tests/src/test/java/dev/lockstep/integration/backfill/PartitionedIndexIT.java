package dev.lockstep.integration.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.agent.execute.WorkLimits;
import dev.lockstep.integration.servers.TestServers;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Report;
import dev.lockstep.v1.UndoPhase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An index of a partitioned table, with somebody in the way of each of its kinds of steps. */
class PartitionedIndexIT {
    private static final String SETUP = """
            CREATE TABLE things (id int, name text) PARTITION BY RANGE (id);
            CREATE TABLE things_1 PARTITION OF things FOR VALUES FROM (0) TO (100);
            CREATE TABLE things_2 PARTITION OF things FOR VALUES FROM (100) TO (200);
            INSERT INTO things SELECT n, 'thing ' || n FROM generate_series(0, 199) AS n;
            """;
    private static final String CHANGE = """
            change: names
            fleet: orders
            why: Find things by name
            operations:
              - add_index: {table: things, name: things_name_idx, columns: [name]}
            """;
    private static final String INDEXES =
            "SELECT string_agg(c.relname || CASE WHEN i.indisvalid THEN '' ELSE ' invalid' END, ', ' ORDER BY c.relname)"
                    + " FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relname LIKE 'things%'";
    private static final String JOINED =
            "SELECT string_agg(inhrelid::regclass::text, ', ') FROM pg_inherits WHERE inhparent = 'things_name_idx'::regclass";
    private static final WorkLimits IMPATIENT = new WorkLimits(20, 50, 400, 500, 500, 5, 1);

    private BackfillNode node;
    private Connection shop;

    @BeforeEach
    void open() throws SQLException {
        node = new BackfillNode(TestServers.postgres(), SETUP, CHANGE);
        shop = node.connect();
        shop.setAutoCommit(false);
    }

    @AfterEach
    void close() throws SQLException {
        shop.close();
        node.close();
    }

    @Test
    void whatHasNotJoinedYetJoinsLater() throws Exception {
        partOfItJoins();

        shop.rollback();
        assertThat(expand().hasPhaseDone()).isTrue();

        assertThat(node.ask(INDEXES)).isEqualTo("things_1_name_idx, things_2_name_idx, things_name_idx");
    }

    @Test
    void whatHasJoinedAndWhatHasNotGoBothOnTheWayBack() throws Exception {
        partOfItJoins();

        shop.rollback();
        assertThat(undo().hasUndoDone()).isTrue();

        assertThat(node.ask(INDEXES)).isEqualTo("null");
    }

    @Test
    void aWholeIndexGoesOnTheWayBack() throws Exception {
        assertThat(expand().hasPhaseDone()).isTrue();
        assertThat(undo().hasUndoDone()).isTrue();

        assertThat(node.ask(INDEXES)).isEqualTo("null");
    }

    @Test
    void aSmallPartitionThatCameAfterThePlanJoinsOnceWhateverIsDoneAgain() throws Exception {
        node.run("CREATE TABLE things_3 PARTITION OF things FOR VALUES FROM (200) TO (300)");

        partOfItJoins();
        shop.rollback();
        assertThat(expand().hasPhaseDone()).isTrue();

        assertThat(node.ask(INDEXES))
                .matches("things_1_name_idx, things_2_name_idx, things_3_idx_\\d+, things_name_idx");
        assertThat(undo().hasUndoDone()).isTrue();
        assertThat(node.ask(INDEXES)).isEqualTo("null");
    }

    @Test
    void aLargePartitionThatCameAfterThePlanStopsItBeforeTheWholeIsMade() throws Exception {
        node.run("CREATE TABLE things_3 PARTITION OF things FOR VALUES FROM (200) TO (9000)");
        node.run("INSERT INTO things (id, name) SELECT n, repeat('x', 200) FROM generate_series(200, 8999) AS n");

        assertThat(expand().getStepFailed().getServerMessage())
                .isEqualTo("expected that things has the partitions that the plan knows, whose indexes are built, and"
                        + " beside them none of more than 1 MB, found things_3");
        assertThat(undo().hasUndoDone()).isTrue();
        assertThat(node.ask(INDEXES)).isEqualTo("null");
    }

    private void partOfItJoins() throws Exception {
        // A writer of the whole, and of no partition: it is in the way of making the whole index, not of building the
        // parts.
        run("LOCK TABLE ONLY things IN ROW EXCLUSIVE MODE");
        assertThat(expand().getStepFailed().getAdvice()).contains("RowExclusiveLock on things");
        assertThat(node.ask(INDEXES)).isEqualTo("things_1_name_idx, things_2_name_idx");
        shop.rollback();

        run("SELECT count(*) FROM things_2 WHERE name = 'thing 150'");
        assertThat(expand().getStepFailed().getAdvice()).contains("AccessShareLock on things_2_name_idx");
        assertThat(node.ask(INDEXES)).isEqualTo("things_1_name_idx, things_2_name_idx, things_name_idx invalid");
        assertThat(node.ask(JOINED)).isEqualTo("things_1_name_idx");
    }

    private Report expand() throws Exception {
        node.open(Phase.EXPAND);
        return new BackfillAgent(node, IMPATIENT).work();
    }

    private Report undo() throws Exception {
        node.receive(Order.newBuilder().setUndo(UndoPhase.newBuilder().setPhase(Phase.EXPAND)));
        return new BackfillAgent(node, IMPATIENT).work();
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = shop.createStatement()) {
            statement.execute(sql);
        }
    }
}
