package dev.lockstep.integration.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.engine.BackfillRanges;
import dev.lockstep.agent.engine.SqlFailure;
import dev.lockstep.agent.execute.StepWork;
import dev.lockstep.fingerprint.Catalog;
import dev.lockstep.v1.ObjectChange;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Statement;
import dev.lockstep.v1.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs steps and their undo as an executor would, one by one, and holds what the plan predicted against the live catalog. */
public final class StepDriver {

    private static final int ROWS_PER_RANGE = 97;
    private static final int MOST_TRIES = 500;

    private final PostgresNode node;
    private final Connection connection;

    public StepDriver(PostgresNode node) {
        this.node = node;
        this.connection = node.driver();
    }

    public void forward(Step step) throws SQLException {
        forward(step, true);
    }

    /** Without a look at its locks and scans: tables that the plan does not know take part. */
    void forwardAmongOthers(Step step) throws SQLException {
        forward(step, false);
    }

    private void forward(Step step, boolean costsAsPlanned) throws SQLException {
        expect(step, ObjectChange::getBefore, "before");
        switch (step.getActionCase()) {
            case STATEMENT -> {
                Cost cost = Cost.before(connection);
                boolean planned = step.getStatement().getDoneWhen().isEmpty() && !isRaw(step);
                run(step.getStatement(), planned && costsAsPlanned, cost, step);
                cost.hasRewrittenNothing(step);
            }
            case BACKFILL -> fill(step);
            case CHECK ->
                assertThat(node.ask(step.getCheck().getQuery()))
                        .as(step.getCheck().getExpectation())
                        .isEmpty();
            case ACTION_NOT_SET -> throw new AssertionError("a step without an action: " + step);
        }
        expect(step, ObjectChange::getAfter, "after");
        String doneWhen = step.getStatement().getDoneWhen();
        if (!doneWhen.isEmpty()) {
            assertThat(node.ask(doneWhen)).isEqualTo("t");
        }
    }

    /** What has been done and held against the plan once already, after it was taken back. */
    void again(Step step) throws SQLException {
        switch (step.getActionCase()) {
            case STATEMENT -> run(step.getStatement(), false, Cost.before(connection), step);
            case BACKFILL -> fill(step);
            case CHECK, ACTION_NOT_SET -> {}
        }
    }

    /** Until it gets its lock amid an application's; each try waits for it as long as it may, so there is no pause between them. */
    public void persist(Step step) throws SQLException {
        for (int tries = 1; ; tries++) {
            try {
                forward(step);
                return;
            } catch (SQLException failure) {
                boolean again = node.engine().classify(failure).kind() == SqlFailure.Kind.RETRYABLE;
                if (!again || tries == MOST_TRIES) {
                    throw failure;
                }
            }
        }
    }

    public void back(Step step, Plan plan) throws SQLException {
        assertThat(step.getUndo().getIrreversible()).as(step.getSummary()).isEmpty();
        Catalog live = node.catalog();
        if (step.getUndo().getSqlCount() == 0) {
            return; // the undo of an earlier step removes it
        }
        StepWork work = StepWork.backward(step, plan);
        if (work.mayBeDone()
                && work.ends().entrySet().stream()
                        .allMatch(end -> live.hash(end.getKey()).equals(end.getValue()))) {
            return;
        }
        work.starts()
                .forEach((path, starts) -> assertThat(starts)
                        .as("%s before the undo of step %d", path, step.getNumber())
                        .contains(live.hash(path)));
        Statement undo = Statement.newBuilder()
                .addAllSql(step.getUndo().getSqlList())
                .setTransactional(step.getUndo().getTransactional())
                .build();
        run(undo, false, Cost.before(connection), step);
        expect(step, effect -> work.ends().getOrDefault(effect.getPath(), effect.getBefore()), "after the undo");
    }

    private static boolean isRaw(Step step) {
        return step.getOperation().equals("sql");
    }

    private void run(Statement statement, boolean planned, Cost cost, Step step) throws SQLException {
        if (statement.getTransactional()) {
            connection.setAutoCommit(false);
        }
        try {
            node.engine().prepare(connection, statement);
            Optional<String> mark = node.engine().transactionMark(connection);
            cost.beginTransaction();
            for (String sql : statement.getSqlList()) {
                node.run(sql);
            }
            if (statement.getTransactional()) {
                assertThat(node.engine().transactionMark(connection)).isEqualTo(mark);
                if (planned) {
                    cost.isAsSaidInTransaction(step);
                }
                connection.commit();
            }
        } finally {
            if (statement.getTransactional()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private void fill(Step step) throws SQLException {
        BackfillRanges ranges = node.engine().ranges(step.getBackfill(), node.address());
        List<String> lower = null;
        Optional<List<String>> upper = ranges.upperBound(connection, null, ROWS_PER_RANGE);
        while (upper.isPresent()) {
            fill(ranges, lower, upper.get());
            lower = upper.get();
            upper = ranges.upperBound(connection, lower, ROWS_PER_RANGE);
        }
    }

    /** An application may have moved a row to another partition, which ends the transaction. */
    private void fill(BackfillRanges ranges, @Nullable List<String> lower, List<String> upper) throws SQLException {
        connection.setAutoCommit(false);
        try {
            ranges.fill(connection, lower, upper);
            connection.commit();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private void expect(Step step, java.util.function.Function<ObjectChange, ByteString> hash, String when)
            throws SQLException {
        List<String> paths =
                step.getEffectsList().stream().map(ObjectChange::getPath).toList();
        Catalog live = node.engine().readCatalog(connection, node.address(), paths);
        for (ObjectChange effect : step.getEffectsList()) {
            assertThat(live.hash(effect.getPath()))
                    .as(
                            "%s of step %d (%s) %s: live is \"%s\"",
                            effect.getPath(),
                            step.getNumber(),
                            step.getSummary(),
                            when,
                            live.definition(effect.getPath()).orElse("absent"))
                    .isEqualTo(hash.apply(effect));
        }
    }
}
