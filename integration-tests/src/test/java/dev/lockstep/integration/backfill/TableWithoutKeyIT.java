package dev.lockstep.integration.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.execute.WorkLimits;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.agent.node.Ranges;
import dev.lockstep.integration.servers.TestServers;
import dev.lockstep.v1.Backfill;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.PauseWork;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Report;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A table that has no key, whose rows are found by where they are, and move. */
class TableWithoutKeyIT {
    private static final int ROWS = 3000;
    private static final WorkLimits LIMITS = new WorkLimits(5, 20, 15_000, 100, 100, 5, 4);
    private static final String SETUP = """
            CREATE TABLE events (number int, name text, note text);
            INSERT INTO events SELECT n, CASE WHEN n %% 10 > 0 THEN 'name ' || n END, repeat('x', 100) FROM generate_series(1, %d) AS n;
            ANALYZE events;
            CREATE TABLE touches (number int);
            CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO public.touches VALUES (NEW.number); RETURN NEW; END';
            CREATE TRIGGER touch AFTER UPDATE ON events FOR EACH ROW EXECUTE FUNCTION touch();
            """.formatted(ROWS);
    private static final String CHANGE = """
            change: label
            fleet: orders
            why: Show a label
            operations:
              - add_column: {table: events, column: label, type: text, nullable: false, value: "coalesce(name, 'none')"}
            """;
    private static final Backfill BACKFILL = Backfill.newBuilder()
            .setTable("events")
            .setColumn("label")
            .setValue("coalesce(name, 'none')")
            .setCondition("label IS NULL")
            .build();

    private BackfillNode node;
    private BackfillAgent agent;

    @BeforeEach
    void expanded() throws SQLException, InterruptedException {
        node = new BackfillNode(TestServers.postgres(), SETUP, CHANGE);
        agent = new BackfillAgent(node, LIMITS);
        agent.pass(Phase.EXPAND);
    }

    @AfterEach
    void close() throws SQLException {
        node.close();
    }

    @Test
    void isFilledPageByPageAndGoesOnWhereItWas() throws Exception {
        node.open(Phase.BACKFILL);
        agent.holdOneWorkerAt(200);
        CompletableFuture<Report> work = start();
        agent.awaitMiddle();
        node.receive(Order.newBuilder().setPause(PauseWork.getDefaultInstance()));
        agent.letGo();
        assertThat(work.get().hasPhaseDone()).isFalse();
        assertThat(node.backfillRows()).singleElement().asString().matches("1, '\\d+', \\d+, f");
        assertThat(node.ask("SELECT count(*) BETWEEN 1 AND %d FROM touches".formatted(ROWS - 1)))
                .isEqualTo("t");

        agent.pass(Phase.BACKFILL);
        assertThat(node.ask("SELECT count(*) FROM events WHERE label IS DISTINCT FROM coalesce(name, 'none')"))
                .isEqualTo("0");
        assertThat(node.ask("SELECT count(*) || ' ' || count(DISTINCT number) FROM touches"))
                .isEqualTo(ROWS + " " + ROWS);
        agent.pass(Phase.VALIDATE);
    }

    @Test
    void isNotProvedWhileRowsThatMovedAreLeft() throws Exception {
        try (NodeSession session = node.database().open(SessionPurpose.BACKFILL)) {
            Ranges ranges = session.ranges(BACKFILL);
            List<String> half = ranges.upperBound(null, null, ROWS / 2).orElseThrow();
            session.begin();
            ranges.fill(null, half);
            session.commit();
            node.run("DELETE FROM events WHERE number <= 200");
            node.run("VACUUM events");
            node.run("UPDATE events SET name = 'moved' WHERE number > %d".formatted(ROWS - 50));
            assertThat(node.ask("SELECT count(*) > 0 FROM events WHERE label IS NULL AND ctid < '(%s,0)'"
                            .formatted(half.get(0))))
                    .as("some are behind the position")
                    .isEqualTo("t");

            session.begin();
            Optional<List<String>> upper = ranges.upperBound(half, null, ROWS);
            for (List<String> lower = half; upper.isPresent(); upper = ranges.upperBound(lower, null, ROWS)) {
                ranges.fill(lower, upper.get());
                lower = upper.get();
            }
            int left = Integer.parseInt(node.ask("SELECT count(*) FROM events WHERE label IS NULL"));
            session.commit();
            session.begin();
            OptionalInt found = ranges.fillMoved();
            session.commit();
            session.begin();
            OptionalInt again = ranges.fillMoved();
            session.commit();

            assertThat(left).isPositive();
            assertThat(found.orElse(0)).isBetween(1, 50);
            assertThat(again).hasValue(0);
            assertThat(node.ask("SELECT count(*) FROM events WHERE label IS NULL"))
                    .isEqualTo("0");
        }
    }

    private CompletableFuture<Report> start() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return agent.work();
            } catch (SQLException | InterruptedException failed) {
                throw new IllegalStateException(failed);
            }
        });
    }
}
