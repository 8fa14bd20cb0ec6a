package dev.lockstep.integration.everystep;

import dev.lockstep.agent.ledger.LogKind;
import dev.lockstep.agent.ledger.LogRow;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.fingerprint.Catalog;
import dev.lockstep.integration.crash.LedgerChain;
import dev.lockstep.integration.crash.Script;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Holds a node at the end of a run against a run without disturbances, the model, and the ledger. */
final class Judge {
    /** What an undo says that found nothing to do. */
    private static final Set<String> WITHOUT_BEGIN = Set.of("nothing to run", "found done");

    private final Catalog beginning;
    private final Catalog end;
    private final Map<String, Integer> effects;
    private final Plan plan;

    /**
     * @param beginning how the catalog was
     * @param end how it is after a run without disturbances
     * @param effects how often each statement of DDL lasted in that run
     */
    Judge(Catalog beginning, Catalog end, Map<String, Integer> effects, Plan plan) {
        this.beginning = beginning;
        this.end = end;
        this.effects = effects;
        this.plan = plan;
    }

    void judge(World world, boolean turned, List<TableModel> models, Differences differences) throws SQLException {
        NodeSession session = world.follower();
        Catalog live = session.catalog();
        compare(turned ? beginning : end, live, differences);
        live.own().keySet().forEach(own -> differences.other("an object of ours is left: " + own));
        ledger(session, plan, turned, differences);
        if (!turned) {
            effects(StepNode.effects(world.control()), differences);
        }
        for (TableModel model : models) {
            rows(world.control(), model, turned ? Side.OLD : Side.NEW, differences);
        }
    }

    private static void rows(Connection connection, TableModel model, Side side, Differences differences) {
        if (model.story().shape(side).isEmpty()) {
            return;
        }
        try {
            model.compare(connection, side, differences);
        } catch (SQLException unreadable) {
            differences.lost("table, as the %s application knows it: %s".formatted(side, unreadable.getMessage()));
        }
    }

    private static void compare(Catalog expected, Catalog live, Differences differences) {
        Set<String> paths = new TreeSet<>(expected.schema().keySet());
        paths.addAll(live.schema().keySet());
        for (String path : paths) {
            String wanted = expected.schema().getOrDefault(path, "absent");
            String found = live.schema().getOrDefault(path, "absent");
            if (!wanted.equals(found)) {
                differences.lost("of the catalog: " + path + " is " + found + ", expected " + wanted);
            }
        }
    }

    /** What a broken try left is dropped before it is tried again, and was never an effect. */
    private void effects(Map<String, Integer> found, Differences differences) {
        Set<String> names = new TreeSet<>(effects.keySet());
        names.addAll(found.keySet());
        for (String name : names) {
            int wanted = effects.getOrDefault(name, 0);
            int there = found.getOrDefault(name, 0);
            if (there < wanted) {
                differences.lost("effect: " + name);
            } else if (there > wanted && !isCleanup(name)) {
                differences.doubled("effect: " + name);
            }
        }
    }

    private boolean isCleanup(String effect) {
        String index = effect.substring(effect.lastIndexOf('.') + 1).replace("\"", "");
        return effect.startsWith("DROP index")
                && plan.getStepsList().stream()
                        .flatMap(step -> step.getStatement().getCleanupList().stream())
                        .anyMatch(sql -> sql.contains(index));
    }

    /** The chain is whole, and has each step of the plan once, or undone once. */
    static void ledger(NodeSession session, Plan plan, boolean turned, Differences differences) throws SQLException {
        List<LogRow> log = session.ledger().log(Script.EPOCH);
        LedgerChain.flaws(session.ledger()).forEach(differences::other);
        for (Step step : plan.getStepsList()) {
            List<LogRow> rows =
                    log.stream().filter(row -> row.step() == step.getNumber()).toList();
            long done = count(rows, LogKind.DONE);
            long undone = count(rows, LogKind.UNDONE);
            if (done > 1 || undone > 1) {
                differences.doubled("row of the ledger for step " + step.getNumber() + ": " + kinds(rows));
            } else if (!turned && (done != 1 || undone != 0)) {
                differences.lost("row of the ledger for step " + step.getNumber() + ": " + kinds(rows));
            } else if (turned && done != undone) {
                differences.lost("undo in the ledger of step " + step.getNumber() + ": " + kinds(rows));
            }
            order(step, rows, differences);
        }
    }

    /** Each begin has an end, before the next one; one that was begun again may have several begins. */
    private static void order(Step step, List<LogRow> rows, Differences differences) {
        LogKind last = LogKind.OUTCOME;
        for (LogRow row : rows) {
            boolean ends =
                    !row.kind().isBegin() && row.kind() != LogKind.OUTCOME && !WITHOUT_BEGIN.contains(row.detail());
            if (ends && !last.isBegin()) {
                differences.other("the ledger ends step " + step.getNumber() + " without a begin: " + kinds(rows));
            }
            last = row.kind() == LogKind.OUTCOME ? last : row.kind();
        }
        if (last.isBegin()) {
            differences.other("the ledger leaves step " + step.getNumber() + " begun: " + kinds(rows));
        }
    }

    private static long count(List<LogRow> rows, LogKind kind) {
        return rows.stream().filter(row -> row.kind() == kind).count();
    }

    private static List<LogKind> kinds(List<LogRow> rows) {
        return rows.stream().map(LogRow::kind).toList();
    }
}
