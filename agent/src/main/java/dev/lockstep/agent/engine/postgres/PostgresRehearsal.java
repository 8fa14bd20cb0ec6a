package dev.lockstep.agent.engine.postgres;

import dev.lockstep.fingerprint.Catalog;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.ObjectChange;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Severity;
import dev.lockstep.v1.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Runs the steps of one table on an empty temporary copy of it, partitions and all, inside of a transaction that is rolled back, and looks at the catalog after each. So it knows
 * what each step will change to the letter, that its undo leads back, and what the server has against it. The live table meets no lock stronger than ACCESS
 * SHARE.
 */
final class PostgresRehearsal {

    private final Connection connection;
    private final RehearsedTable rehearsed;
    private final TableName table;
    private final Catalog live;
    private final String ledgerSchema;
    private final CopyStatements copies;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<StepDraft, List<ObjectChange>> effects = new HashMap<>();
    /** What copies do not show. */
    private final ForeseenState unseen;
    /** Tables of which there is a copy too, because a step needs it. */
    private final TreeSet<TableName> others = new TreeSet<>(Comparator.comparing(TableName::shown));
    /** Paths of what was made for steps and is no effect of theirs. */
    private final TreeSet<String> onStage = new TreeSet<>();
    /** Partitions of which only each itself is looked at after a step on it: to look at hundreds of them hundreds of times takes minutes. */
    private final Set<TableName> parts;
    /** A step on one partition has changed something else after all. */
    private boolean changesBeside;

    PostgresRehearsal(Connection connection, RehearsedTable rehearsed, Catalog live, String ledgerSchema) {
        this(connection, rehearsed, live, ledgerSchema, true);
    }

    private PostgresRehearsal(
            Connection connection, RehearsedTable rehearsed, Catalog live, String ledgerSchema, boolean partByPart) {
        this.parts = partByPart
                ? rehearsed.partitioning().leaves().stream()
                        .map(Partition::table)
                        .collect(Collectors.toSet())
                : Set.of();
        this.connection = connection;
        this.rehearsed = rehearsed;
        this.table = rehearsed.name();
        this.live = live;
        this.unseen = new ForeseenState(live);
        this.ledgerSchema = ledgerSchema;
        this.copies = new CopyStatements(connection, table);
    }

    /** What came of it. */
    record Result(Map<StepDraft, List<ObjectChange>> effects, List<Finding> findings) {}

    /**
     * Rehearses.
     *
     * @param steps those of this table, in the order in which they will run
     */
    Result run(List<PlannedStep> steps) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            copies.prepareSession(ledgerSchema);
            if (live.definition(table.path()).isPresent()) {
                copies.execute(rehearsed.copies());
            }
            Catalog state = look();
            if (isFaithful(state, steps)) {
                forwardAndBack(state, steps);
            }
        } finally {
            connection.rollback(before);
        }
        return changesBeside
                ? new PostgresRehearsal(connection, rehearsed, live, ledgerSchema, false).run(steps)
                : new Result(effects, findings);
    }

    private void forwardAndBack(Catalog start, List<PlannedStep> steps) throws SQLException {
        List<PlannedStep> undoable = inPhase(steps, phase -> phase != Phase.CONTRACT);
        Optional<Catalog> expanded = forward(start, undoable);
        if (expanded.isPresent()) {
            back(start, undoable);
            forward(expanded.get(), inPhase(steps, phase -> phase == Phase.CONTRACT));
        }
    }

    private static List<PlannedStep> inPhase(List<PlannedStep> steps, Predicate<Phase> phases) {
        return steps.stream()
                .filter(step -> phases.test(step.live().step().getPhase()))
                .toList();
    }

    /** The catalog after the last step; empty when the server refused one. */
    private Optional<Catalog> forward(Catalog start, List<PlannedStep> steps) throws SQLException {
        StagedCatalog state = new StagedCatalog(start);
        for (PlannedStep step : steps) {
            if (setStage(step.copy())) {
                Catalog staged = look();
                onStage.addAll(differences(state.all(), staged));
                state = new StagedCatalog(staged);
            }
            if (step.live().rehearsed() && !act(step)) {
                return Optional.empty();
            }
            Catalog before = isOfOnePart(step.live()) ? state.of(step.live().table()) : state.all();
            Catalog after = canChangeCatalog(step.live()) ? lookAfter(step.live()) : before;
            List<ObjectChange> changes = changes(before, after, step.live().foreseen());
            effects.put(step.live(), changes);
            if (changes.isEmpty()
                    && step.live().rehearsed()
                    && step.live().step().hasStatement()) {
                changesBeside = isOfOnePart(step.live());
                refuse("no-effect", RehearsalMessages.noEffect(step), step.line());
                return Optional.empty();
            }
            if (isOfOnePart(step.live())) {
                state.put(step.live().table(), after);
            } else {
                state = new StagedCatalog(after);
            }
        }
        Catalog end = state.all();
        if (steps.stream().anyMatch(step -> isOfOnePart(step.live()))) {
            changesBeside |= !differences(end, look()).isEmpty();
        }
        return Optional.of(end);
    }

    /** Rows that are filled, and looks, leave it as it is. */
    private static boolean canChangeCatalog(StepDraft step) {
        return step.rehearsed() && step.step().hasStatement();
    }

    private Catalog lookAfter(StepDraft step) throws SQLException {
        return isOfOnePart(step) ? PostgresCatalog.readRehearsed(connection, scope(), step.table()) : look();
    }

    private boolean isOfOnePart(StepDraft step) {
        return parts.contains(step.table());
    }

    /** Puts beside the copy of the step's table what it needs there; whether that has changed anything. With many steps that need the same, a look after each would take hours. */
    private boolean setStage(StepDraft step) throws SQLException {
        if (step.scenery().isEmpty()) {
            return false;
        }
        String before = copies.onStage();
        boolean fresh = false;
        for (Scenery scenery : step.scenery()) {
            copies.execute(scenery.sql());
            fresh |= others.add(scenery.other()) || !scenery.doesNothingAgain();
        }
        return fresh || !before.equals(copies.onStage());
    }

    private boolean act(PlannedStep step) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            String files = dataFiles(step.live());
            Step copy = step.copy().step();
            switch (copy.getActionCase()) {
                case STATEMENT -> copies.execute(copy.getStatement().getSqlList());
                case BACKFILL ->
                    findings.addAll(
                            new ValueRehearsal(connection, step.copy().table()).run(copy.getBackfill(), step.line()));
                case CHECK -> copies.execute(List.of(copy.getCheck().getQuery()));
                case ACTION_NOT_SET -> throw new IllegalStateException("a step without an action: " + copy);
            }
            String filesAfter = dataFiles(step.live());
            if (!files.isEmpty() && !filesAfter.isEmpty() && !files.equals(filesAfter)) {
                refuse("would-rewrite", RehearsalMessages.rewrite(step, table), step.line());
                return false;
            }
            findings.addAll(CheckRehearsal.look(connection, table, step.line()));
            boolean works = !copies.triggerFails(copy, rehearsed, findings, step.line());
            // For each row the server asks every savepoint that is open: with thousands of steps a plan would take
            // hours.
            connection.releaseSavepoint(before);
            return works;
        } catch (SQLException refused) {
            if (!PostgresFailures.isAboutTheText(refused)) {
                throw refused;
            }
            connection.rollback(before);
            String code = step.live().step().hasBackfill() ? "value-refused" : "statement-refused";
            refuse(code, RehearsalMessages.refusal(step, table, refused), step.line());
            return false;
        }
    }

    /** A step on one partition writes no other table anew. */
    private String dataFiles(StepDraft step) throws SQLException {
        if (!canChangeCatalog(step)) {
            return "";
        }
        return isOfOnePart(step) ? copies.dataFiles(List.of(step.table())) : copies.dataFiles(rehearsed);
    }

    static String firstLine(SQLException refused) {
        return String.valueOf(refused.getMessage())
                .lines()
                .findFirst()
                .orElse("")
                .replaceFirst("^ERROR: ", "");
    }

    /** Undoes everything, last step first, compares with the start, and then puts the state after the steps back. */
    private void back(Catalog start, List<PlannedStep> steps) throws SQLException {
        Savepoint before = connection.setSavepoint();
        for (int place = steps.size() - 1; place >= 0; place--) {
            PlannedStep step = steps.get(place);
            try {
                if (step.live().rehearsed()) {
                    copies.execute(step.copy().step().getUndo().getSqlList());
                }
            } catch (SQLException refused) {
                if (!PostgresFailures.isAboutTheText(refused)) {
                    throw refused;
                }
                connection.rollback(before);
                refuse(
                        "undo-refused",
                        "expected the undo of \"%s\" to work on an empty copy, but the server says: %s; report this as a defect"
                                .formatted(step.live().step().getSummary(), firstLine(refused)),
                        step.line());
                return;
            }
        }
        TreeSet<String> different = differences(start, look());
        different.removeAll(onStage);
        connection.rollback(before);
        if (!different.isEmpty()) {
            refuse(
                    "undo-differs",
                    "expected the undo of all steps to lead back to where %s was, but %s differ; report this as a defect"
                            .formatted(table.shown(), different),
                    steps.isEmpty() ? 0 : steps.get(0).line());
        }
    }

    /** A copy that is not like the original would predict wrong hashes. */
    private boolean isFaithful(Catalog copy, List<PlannedStep> steps) {
        for (Map.Entry<String, String> object : copy.schema().entrySet()) {
            String path = object.getKey();
            boolean compared = rehearsed.owns(path);
            if (compared && !object.getValue().equals(live.definition(path).orElse(""))) {
                refuse(
                        "rehearsal-differs",
                        "expected a copy of %s to be like it, but %s is \"%s\" in the copy and \"%s\" in the original; report this as a defect"
                                .formatted(
                                        table.shown(),
                                        path,
                                        object.getValue(),
                                        live.definition(path).orElse("")),
                        steps.isEmpty() ? 0 : steps.get(0).line());
                return false;
            }
        }
        return true;
    }

    private List<ObjectChange> changes(Catalog before, Catalog after, List<Foreseen> foreseen) {
        TreeMap<String, ObjectChange> changes = new TreeMap<>();
        TreeSet<String> seen = differences(before, after);
        for (String path : seen) {
            changes.put(path, ForeseenState.change(path, before.hash(path), after.hash(path)));
        }
        List<Foreseen> all = new ArrayList<>(foreseen);
        for (String path : seen) {
            boolean isTable = rehearsed.isTable(path) && live.definition(path).isPresent();
            if (isTable && foreseen.stream().noneMatch(each -> each.path().equals(path))) {
                after.definition(path)
                        .ifPresent(copy -> all.add(Foreseen.changed(path, text -> TableText.like(text, copy))));
            }
        }
        Map<String, ObjectChange> said = unseen.make(all);
        changes.putAll(said);
        seen.removeAll(said.keySet());
        unseen.learn(seen, after);
        return List.copyOf(changes.values());
    }

    private static TreeSet<String> differences(Catalog one, Catalog other) {
        TreeSet<String> paths = new TreeSet<>(one.schema().keySet());
        paths.addAll(one.own().keySet());
        paths.addAll(other.schema().keySet());
        paths.addAll(other.own().keySet());
        paths.removeIf(path -> one.definition(path).equals(other.definition(path)));
        return paths;
    }

    private Catalog look() throws SQLException {
        return PostgresCatalog.readRehearsal(connection, scope());
    }

    private CatalogScope scope() {
        return CatalogScope.rehearsal(table.schema(), ledgerSchema, others, rehearsed.views());
    }

    private void refuse(String code, String message, int line) {
        findings.add(Findings.finding(Severity.REFUSE, code, message).toBuilder()
                .setLine(line)
                .build());
    }
}
