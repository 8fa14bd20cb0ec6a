package dev.lockstep.integration.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.agent.execute.WorkLimits;
import dev.lockstep.integration.servers.TestServers;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Report;
import dev.lockstep.v1.UndoPhase;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Partitions that come to and leave a table that rows of others refer to, while those rows come and go. */
class ReferredPartitionIT {
    private static final String SETUP = """
            CREATE TABLE things (id int PRIMARY KEY) PARTITION BY RANGE (id);
            CREATE TABLE things_1 PARTITION OF things FOR VALUES FROM (0) TO (100);
            CREATE TABLE things_2 PARTITION OF things FOR VALUES FROM (100) TO (200);
            INSERT INTO things SELECT generate_series(0, 199);
            CREATE TABLE notes (id int PRIMARY KEY, thing int CONSTRAINT notes_thing_fk REFERENCES things) PARTITION BY RANGE (id);
            CREATE TABLE notes_1 PARTITION OF notes FOR VALUES FROM (0) TO (1000);
            CREATE TABLE notes_2 PARTITION OF notes FOR VALUES FROM (1000) TO (2000);
            CREATE INDEX notes_thing ON notes (thing);
            INSERT INTO notes SELECT n, n FROM generate_series(100, 199) AS n;
            """;
    private static final String PARTITIONS =
            "SELECT string_agg(inhrelid::regclass::text, ', ' ORDER BY inhrelid::regclass::text) FROM pg_inherits WHERE inhparent = 'things'::regclass";
    private static final String KEYS =
            "SELECT string_agg(conrelid::regclass::text, ', ' ORDER BY conrelid::regclass::text) FROM pg_constraint WHERE contype = 'f' AND conname = 'notes_thing_fk' AND convalidated";

    private @Nullable BackfillNode node;

    private BackfillNode open(String operation) throws SQLException {
        BackfillNode opened = new BackfillNode(
                TestServers.postgres(),
                SETUP,
                "change: things\nfleet: orders\nwhy: Old ones\noperations:\n  - " + operation);
        node = opened;
        return opened;
    }

    @AfterEach
    void close() throws SQLException {
        if (node != null) {
            node.close();
        }
    }

    @Test
    void aRowThatRefersToItStopsThePartitionBeforeAnythingIsLost() throws Exception {
        BackfillNode things = open("drop_partition: {table: things, partition: things_1}");
        things.run("INSERT INTO notes VALUES (5, 5)");

        Report stopped = work(things, Phase.CONTRACT);

        assertThat(stopped.getStepFailed().getServerMessage())
                .contains("every row of notes is away from things_1", "5");
        assertThat(things.ask(PARTITIONS)).isEqualTo("things_1, things_2");
        assertThat(things.ask("SELECT count(*) FROM things_1")).isEqualTo("100");
        assertThat(things.ask(KEYS)).isEqualTo("notes, notes_1, notes_2");
    }

    @Test
    void theKeysGuardTheRowsAgainWhenThePartitionIsGone() throws Exception {
        BackfillNode things = open("drop_partition: {table: things, partition: things_1}");

        assertThat(work(things, Phase.CONTRACT).hasPhaseDone()).isTrue();

        assertThat(things.ask(PARTITIONS)).isEqualTo("things_2");
        assertThat(things.ask(KEYS)).isEqualTo("notes, notes_1, notes_2");
        assertThat(things.ask("SELECT count(*) FROM notes")).isEqualTo("100");
        assertThatThrownBy(() -> things.run("INSERT INTO notes VALUES (5, 5)")).hasMessageContaining("notes_thing_fk");
        assertThatThrownBy(() -> things.run("DELETE FROM things WHERE id = 150"))
                .hasMessageContaining("referenced");
        things.run("CREATE TABLE notes_3 PARTITION OF notes FOR VALUES FROM (2000) TO (3000)");
        assertThatThrownBy(() -> things.run("INSERT INTO notes VALUES (2005, 5)"))
                .hasMessageContaining("notes_thing_fk");
    }

    @Test
    void aPartitionOfTheOtherTableThatComesMeanwhileStopsItWhileAllHaveTheirKeys() throws Exception {
        BackfillNode things = open("detach_partition: {table: things, partition: things_1}");
        things.run("CREATE TABLE notes_3 PARTITION OF notes FOR VALUES FROM (2000) TO (3000)");

        assertThat(work(things, Phase.CONTRACT).getStepFailed().getServerMessage())
                .contains("notes has the partitions that the plan knows", "notes_3");
        assertThat(things.ask(KEYS)).isEqualTo("notes, notes_1, notes_2, notes_3");
    }

    @Test
    void whatADetachedPartitionRefersToIsGuardedOnEveryServer() throws Exception {
        BackfillNode things = open("detach_partition: {table: notes, partition: notes_1}");

        assertThat(work(things, Phase.CONTRACT).hasPhaseDone()).isTrue();

        assertThat(things.ask(KEYS)).isEqualTo("notes, notes_1, notes_2");
        assertThatThrownBy(() -> things.run("DELETE FROM things WHERE id = 150"))
                .hasMessageContaining("referenced");
        assertThatThrownBy(() -> things.run("INSERT INTO notes_1 VALUES (7, 777)"))
                .hasMessageContaining("notes_thing_fk");
    }

    @Test
    void whoHasReferredToANewPartitionStopsTheWayBackUntilItsRowsAreGone() throws Exception {
        BackfillNode things =
                open("create_partition: {table: things, partition: things_3, values: FROM (200) TO (300)}");
        assertThat(work(things, Phase.EXPAND).hasPhaseDone()).isTrue();
        things.run("INSERT INTO things VALUES (250); INSERT INTO notes VALUES (1250, 250)");

        assertThat(undo(things).getStepFailed().getServerMessage()).contains("still referenced from table \"notes");
        assertThat(things.ask("SELECT count(*) FROM things_3")).isEqualTo("1");

        things.run("DELETE FROM notes WHERE thing = 250");
        things.raiseIncarnation();
        assertThat(undo(things).hasUndoDone()).isTrue();
        assertThat(things.ask(PARTITIONS)).isEqualTo("things_1, things_2");
        assertThat(things.ask(KEYS)).isEqualTo("notes, notes_1, notes_2");
    }

    private static Report work(BackfillNode things, Phase last) throws Exception {
        things.open(last);
        return new BackfillAgent(things, WorkLimits.usual()).work();
    }

    private static Report undo(BackfillNode things) throws Exception {
        things.receive(Order.newBuilder().setUndo(UndoPhase.newBuilder().setPhase(Phase.EXPAND)));
        return new BackfillAgent(things, WorkLimits.usual()).work();
    }
}
