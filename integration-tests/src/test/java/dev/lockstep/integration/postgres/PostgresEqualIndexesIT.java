package dev.lockstep.integration.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.v1.Change;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Step;
import dev.lockstep.v1.StepFailed;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Partitions that have an index already which is equal to one that the whole gets. */
class PostgresEqualIndexesIT {

    private static final String SETUP = """
            CREATE TABLE orders (id bigint NOT NULL, "At" date NOT NULL, note text) PARTITION BY RANGE ("At");
            CREATE TABLE orders_2025 PARTITION OF orders FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
            CREATE TABLE orders_2026 PARTITION OF orders FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
            CREATE TABLE orders_2027 PARTITION OF orders FOR VALUES FROM ('2027-01-01') TO ('2028-01-01') PARTITION BY LIST (id);
            CREATE TABLE orders_2027_rest PARTITION OF orders_2027 DEFAULT;
            INSERT INTO orders SELECT n, '2025-12-20'::date + n, 'note ' || n FROM generate_series(1, 30) AS n;
            CREATE INDEX own_note ON orders_2025 (note) WITH (fillfactor = 70);
            CREATE INDEX desc_note ON orders_2026 (note DESC);
            CREATE INDEX few_note ON orders_2026 (note) WHERE id > 5;
            CREATE INDEX more_note ON orders_2026 (note, id);
            CREATE UNIQUE INDEX own_key ON orders_2025 (id, "At");
            CREATE UNIQUE INDEX rest_key ON orders_2027_rest (id, "At");
            ALTER TABLE orders_2026 ADD CONSTRAINT own_rule UNIQUE (id, "At");
            """;

    private static final String NOTES = "add_index: {table: orders, name: orders_note, columns: [note]}";
    private static final String KEYS = "add_index: {table: orders, name: orders_key, columns: [id, At], unique: true}";

    private PostgresNode node;

    @BeforeEach
    void open() throws SQLException {
        node = new PostgresNode(SETUP);
    }

    @AfterEach
    void close() throws SQLException {
        node.close();
    }

    @Test
    void anEqualOneStaysBesideANewOneAndThePlanSaysWhatToDoThen() throws SQLException {
        Planned planned = node.plan(change(NOTES));

        assertThat(notes(planned))
                .containsExactly(
                        "the partition orders_2025 has an equal index own_note, which stays as it is beside a new one that joins orders_note, because a way back could not give it back once it had joined; writers pay for both; once the epoch has completed, run: DROP INDEX CONCURRENTLY \"public\".\"own_note\"");

        forward(planned);
        node.run("DROP INDEX CONCURRENTLY \"public\".\"own_note\"");
        assertThat(partsOf("orders_note")).isEqualTo("orders_2025_note_idx orders_2026_note_idx orders_2027_note_idx");
        assertThat(isValid("orders_note")).isEqualTo("t");
    }

    @Test
    void theWayBackLeavesIt() throws SQLException {
        var before = node.catalog();
        Plan plan = PostgresNode.plan(node.plan(change(NOTES)));
        StepDriver driver = new StepDriver(node);
        for (Step step : plan.getStepsList()) {
            driver.forward(step);
        }
        List<Step> back = new ArrayList<>(plan.getStepsList());
        Collections.reverse(back);
        for (Step step : back) {
            driver.back(step, plan);
        }

        assertThat(node.catalog().schema()).isEqualTo(before.schema());
        assertThat(isValid("own_note")).isEqualTo("t");
    }

    @Test
    void oneThatIsEqualJoinsWhereThereIsNoWayBack() throws SQLException {
        Planned planned = node.plan(change(KEYS));
        Plan plan = PostgresNode.plan(planned);

        assertThat(plan.getStepsList())
                .as("all of it is done where nothing is taken back")
                .allMatch(step -> step.getPhase() == Phase.CONTRACT)
                .filteredOn(step -> step.getSummary().startsWith("build"))
                .extracting(Step::getSummary)
                .containsExactly("build unique index orders_2026_id_At_idx on orders_2026 (id, At)");
        assertThat(plan.getStepsList())
                .filteredOn(step -> step.getSummary().startsWith("make index orders_key"))
                .allMatch(step -> step.getUndo().getSqlCount() == 0)
                .extracting(step -> step.getUndo().getIrreversible())
                .containsExactly(
                        "CONTRACT only goes forward: own_key, rest_key would go, too, which were there before");
        assertThat(notes(planned))
                .containsExactly(
                        "the partition orders_2026 has an equal index own_rule, which stays as it is beside a new one that joins orders_key, because a way back could not give it back once it had joined; writers pay for both; once the epoch has completed, run: ALTER TABLE \"public\".\"orders_2026\" DROP CONSTRAINT \"own_rule\"");

        forward(planned);
        assertThat(partsOf("orders_key")).isEqualTo("own_key orders_2026_id_At_idx orders_2027_id_At_idx");
        assertThat(partsOf("\"orders_2027_id_At_idx\"")).isEqualTo("rest_key");
        assertThat(isValid("orders_key")).isEqualTo("t");
        assertThat(notes(node.plan(
                        change("add_index: {table: orders, name: orders_other, columns: [id, At], unique: true}"))))
                .as("what belongs to another index of the whole cannot join")
                .singleElement()
                .asString()
                .contains("own_rule");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "add_unique: {table: orders, name: orders_rule, columns: [id, At]}",
                "add_unique: {table: orders, name: orders_rule, columns: [id, At], writers_comply: true}",
                "add_primary_key: {table: orders, name: orders_pkey, columns: [id, At]}"
            })
    void aKeyIsBuiltAnewAndThePlanSaysWhatIsThereTwice(String operation) throws SQLException {
        Planned planned = node.plan(change(operation));

        assertThat(notes(planned))
                .satisfiesExactlyInAnyOrder(
                        note -> assertThat(note).contains("own_key"),
                        note -> assertThat(note).contains("own_rule"),
                        note -> assertThat(note).contains("rest_key"));
        forward(planned);
        for (String note : notes(planned)) {
            node.run(note.substring(note.indexOf("run: ") + "run: ".length()));
        }
        assertThat(isValid(operation.contains("pkey") ? "orders_pkey" : "orders_rule"))
                .isEqualTo("t");
    }

    /** What joins is not built, so there would be none. */
    @Test
    void oneThatShouldJoinAndIsGoneStopsTheStepUntilItIsThereAgain() throws Exception {
        Change change = PostgresNode.read(change(KEYS));
        try (GoneEpoch epoch = new GoneEpoch(node, change, node.plan(change), (number, undo) -> {})) {
            node.run("DROP INDEX own_key; CREATE INDEX own_key ON orders_2025 (note); DROP INDEX rest_key");

            StepFailed failed = epoch.forward().orElseThrow();

            assertThat(failed.getServerMessage())
                    .isEqualTo(
                            "expected that own_key, rest_key of partitions of orders are as when the plan was made, to join orders_key, found own_key of orders_2025: CREATE INDEX own_key ON public.orders_2025 USING btree (note); rest_key of orders_2027_rest: none");
            assertThat(failed.getAdvice())
                    .isEqualTo(
                            "Drop or rename what has its name now, and build it again: CREATE UNIQUE INDEX CONCURRENTLY … ON … USING btree (id, \"At\"). Then resume the epoch.");

            node.run("ALTER INDEX own_key RENAME TO other; CREATE UNIQUE INDEX own_key ON orders_2025 (id, \"At\")");
            node.run("CREATE UNIQUE INDEX rest_key ON orders_2027_rest (id, \"At\") WITH (fillfactor = 70)");
            assertThat(epoch.open(Phase.CONTRACT)).isEmpty();
            assertThat(isValid("orders_key")).isEqualTo("t");
        }
    }

    @Test
    void ofAPartitionWithPartitionsTheOneAtTheTopIsNamed() throws SQLException {
        node.run("CREATE INDEX top_id ON orders_2027 (id)");

        assertThat(notes(node.plan(change("add_index: {table: orders, name: orders_id, columns: [id]}"))))
                .singleElement()
                .asString()
                .contains("orders_2027 has an equal index top_id")
                .endsWith("run: DROP INDEX \"public\".\"top_id\"");
    }

    @Test
    void whatIsNeededIsNotToBeDropped() throws SQLException {
        node.run("ALTER TABLE orders_2025 REPLICA IDENTITY USING INDEX own_key");

        assertThat(notes(node.plan(change("add_unique: {table: orders, name: orders_rule, columns: [id, At]}"))))
                .filteredOn(note -> note.contains("own_key"))
                .singleElement()
                .asString()
                .endsWith("it is still needed by the replica identity of its table");
    }

    private void forward(Planned planned) throws SQLException {
        StepDriver driver = new StepDriver(node);
        for (Step step : PostgresNode.plan(planned).getStepsList()) {
            driver.forward(step);
        }
    }

    private String partsOf(String index) throws SQLException {
        return node.ask(
                "SELECT string_agg(c.relname, ' ' ORDER BY t.relname) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_index x ON x.indexrelid = c.oid JOIN pg_class t ON t.oid = x.indrelid WHERE i.inhparent = '%s'::regclass"
                        .formatted(index));
    }

    private String isValid(String index) throws SQLException {
        return node.ask("SELECT indisvalid FROM pg_index WHERE indexrelid = '%s'::regclass".formatted(index));
    }

    private static List<String> notes(Planned planned) {
        assertThat(Refusals.of(planned)).isEmpty();
        return planned.getFindingsList().stream()
                .filter(finding -> finding.getCode().equals("index-twice"))
                .map(Finding::getMessage)
                .toList();
    }

    private static String change(String operation) {
        return "change: equal-indexes\nfleet: orders\noperations:\n  - " + operation + "\n";
    }
}
