package dev.lockstep.integration.postgres.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.ChangeFile;
import dev.lockstep.change.ChangeFileResult;
import dev.lockstep.deploy.servers.DatabaseServer;
import dev.lockstep.integration.postgres.PostgresNode;
import dev.lockstep.integration.postgres.StepDriver;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Severity;
import dev.lockstep.v1.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tries one case: plans, carries out, takes back, and compares with what plain statements make of a copy. */
final class Trial {
    /** What became of it; {@code wrong} has a sentence for each thing that is. */
    record Outcome(Case tried, String end, List<String> wrong, List<String> refusals, Set<Integer> refused) {}

    private static final String FAILED = "failed: ";
    private static final Pattern LINE = Pattern.compile("change\\.yaml:(\\d+):");

    private final Case tried;
    private final DatabaseServer server;
    private final List<String> wrong = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private final Set<Integer> refused = new TreeSet<>();

    private Trial(Case tried, DatabaseServer server) {
        this.tried = tried;
        this.server = server;
    }

    static Outcome of(Case tried, DatabaseServer server) throws SQLException {
        Trial trial = new Trial(tried, server);
        return new Outcome(tried, trial.run(), trial.wrong, trial.refusals, trial.refused);
    }

    /** Without the operations that are refused, so that the others are carried out. */
    static Outcome withoutRefused(Case first, DatabaseServer server) throws SQLException {
        List<String> refusals = new ArrayList<>();
        Case tried = first;
        while (true) {
            Outcome outcome = of(tried, server);
            refusals.addAll(outcome.refusals());
            List<Wanted> accepted = new ArrayList<>();
            for (int place = 0; place < tried.operations().size(); place++) {
                if (!outcome.refused().contains(place + Case.FIRST_LINE)) {
                    accepted.add(tried.operations().get(place));
                }
            }
            if (accepted.isEmpty()
                    || accepted.equals(tried.operations())
                    || !outcome.wrong().isEmpty()) {
                return new Outcome(tried, outcome.end(), outcome.wrong(), refusals, outcome.refused());
            }
            tried = tried.with(tried.setup(), accepted, tried.before(), List.of(), tried.views());
        }
    }

    private String run() throws SQLException {
        ChangeFileResult read = ChangeFile.read("change.yaml", tried.file());
        if (!(read instanceof ChangeFileResult.Read)) {
            refusals.add("lint: " + read);
            LINE.matcher(read.toString()).results().forEach(each -> refused.add(Integer.valueOf(each.group(1))));
            return "lint";
        }
        Change change = ((ChangeFileResult.Read) read).change();
        try (PostgresNode template = new PostgresNode(server, "")) {
            try (Connection owner = template.connect()) {
                for (String statement : tried.setup()) {
                    make(owner, statement);
                }
            } catch (SQLException failed) {
                return "setup: " + failed.getMessage();
            }
            return planned(template, change);
        }
    }

    /** What is beside the tables is left out where the server's version has no such thing. */
    private static void make(Connection owner, String statement) throws SQLException {
        try {
            execute(owner, statement);
        } catch (SQLException failed) {
            if (!statement.startsWith("CREATE TRIGGER") && !statement.startsWith("CREATE PUBLICATION")) {
                throw failed;
            }
        }
    }

    private String planned(PostgresNode template, Change change) throws SQLException {
        Shape before = shape(template);
        Planned planned;
        try {
            planned = template.plan(change);
            if (tried.seed() % 4 == 0 && !template.plan(change).equals(planned)) {
                wrong.add("planning: the second plan is another one");
            }
        } catch (SQLException | RuntimeException | AssertionError thrown) {
            wrong.add("planning throws: " + thrown + " at "
                    + java.util.Arrays.stream(thrown.getStackTrace())
                            .filter(each -> each.getClassName().startsWith("dev.lockstep.agent"))
                            .limit(3)
                            .toList());
            return "thrown";
        }
        compare("planning changes", before, shape(template), Set.of());
        List<Finding> no = planned.getFindingsList().stream()
                .filter(each -> each.getSeverity() == Severity.REFUSE)
                .toList();
        if (!no.isEmpty()) {
            no.forEach(each -> refused.add(each.getLine()));
            no.forEach(each -> refusals.add(each.getCode() + ": " + each.getMessage() + " " + each.getSamplesList()));
            if (no.stream()
                    .anyMatch(each -> each.getCode().isEmpty()
                            || each.getMessage().isEmpty()
                            || each.getMessage().contains("report this as a defect")
                            || each.getLine() == 0 && !tried.views())) {
                wrong.add("refusal without code, words or line, or of a defect: " + no);
            }
            return "refused";
        }
        Plan plan = PostgresNode.plan(planned);
        try (PostgresNode back = template.copy();
                PostgresNode clone = template.copy();
                PostgresNode node = template.copy()) {
            if (wrong.isEmpty()) {
                takeBack(back, plan, before);
            }
            if (wrong.isEmpty()) {
                carryOut(node, clone, plan);
            }
        }
        return "done";
    }

    private void takeBack(PostgresNode node, Plan plan, Shape before) throws SQLException {
        List<Step> steps = plan.getStepsList().stream()
                .filter(step -> step.getPhase() != Phase.CONTRACT)
                .toList();
        int last = steps.size() * tried.place() / 100 + 1;
        StepDriver driver = new StepDriver(node);
        String at = "";
        try {
            for (int place = 0; place < last && place < steps.size(); place++) {
                at = "forward " + steps.get(place).getSummary();
                driver.forward(steps.get(place));
            }
            for (int place = Math.min(last, steps.size()) - 1; place >= 0; place--) {
                at = "back from " + steps.get(place).getSummary();
                if (steps.get(place).getUndo().getIrreversible().isEmpty()) {
                    driver.back(steps.get(place), plan);
                }
            }
        } catch (SQLException | RuntimeException | AssertionError failed) {
            if (!isLockOfFreshPartition(failed)) {
                wrong.add("way back fails: " + at + ": " + failed.getMessage());
            }
            return;
        }
        Set<String> filled = new TreeSet<>();
        tried.operations().forEach(each -> filled.addAll(each.fills()));
        if (steps.stream().anyMatch(Step::hasBackfill)) {
            compare("way back leaves", before.but(filled), shape(node, filled), Set.of());
        } else {
            compare("way back leaves", before, shape(node), Set.of());
        }
    }

    private void carryOut(PostgresNode node, PostgresNode clone, Plan plan) throws SQLException {
        List<String> bothWrite = new ArrayList<>();
        List<String> bothWriteAfter = new ArrayList<>();
        List<Step> steps = plan.getStepsList();
        List<String> waiting = new ArrayList<>(tried.before());
        StepDriver driver = new StepDriver(node);
        try (Connection writer = node.connect()) {
            int count = 0;
            boolean released = false;
            for (Step step : steps) {
                boolean contracts = step.getPhase() == Phase.CONTRACT;
                boolean fills = step.getPhase() != Phase.EXPAND && tried.waitsForRows();
                if (contracts && !released) {
                    released = true;
                    write(writer, waiting, waiting.size(), bothWrite, tried.waitsForRows());
                    write(
                            writer,
                            new ArrayList<>(tried.after()),
                            tried.after().size(),
                            bothWriteAfter,
                            tried.waitsForRows() || tried.views());
                } else if (!contracts && (tried.seed() + count) % 2 == 0 && !fills) {
                    write(writer, waiting, 1, bothWrite, false);
                }
                count++;
                try {
                    driver.forward(step);
                } catch (SQLException | RuntimeException | AssertionError failed) {
                    if (!isLockOfFreshPartition(failed)) {
                        wrong.add("step fails: " + step.getOperation() + " " + step.getSummary() + ": "
                                + failed.getMessage());
                    }
                    return;
                }
            }
            if (!released) {
                write(
                        writer,
                        new ArrayList<>(tried.after()),
                        tried.after().size(),
                        bothWriteAfter,
                        tried.waitsForRows() || tried.views());
            }
        }
        if (!node.catalog().own().isEmpty()) {
            wrong.add("left behind: " + node.catalog().own());
        }
        try (Connection plain = clone.connect()) {
            String at = "";
            try {
                for (String write : bothWrite) {
                    at = write;
                    again(plain, write);
                }
                for (Wanted operation : tried.operations()) {
                    for (String statement : operation.plain()) {
                        at = statement;
                        execute(plain, statement);
                    }
                }
            } catch (SQLException failed) {
                refusals.add("plain fails where Lockstep goes on: " + at + ": " + failed.getMessage());
                return;
            }
            for (String write : bothWriteAfter) {
                try {
                    again(plain, write);
                } catch (SQLException failed) {
                    refusals.add("new write fails in plain shape: " + write + ": " + failed.getMessage());
                    return;
                }
            }
        }
        compare("differs from plain", shape(clone), shape(node), Set.of());
    }

    /** What a plan says of locks leaves out a partition that the same change makes: that is known, and harms nobody, because it has no users yet. */
    private boolean isLockOfFreshPartition(Throwable failed) {
        return String.valueOf(failed.getMessage()).startsWith("[locks of")
                && tried.operations().stream().anyMatch(each -> each.kind().equals("create_partition"));
    }

    /** Those that succeed are for the copy, too. */
    private void write(Connection writer, List<String> waiting, int count, List<String> done, boolean skip) {
        for (int number = 0; number < count && !waiting.isEmpty(); number++) {
            String write = waiting.remove(0);
            if (skip) {
                continue;
            }
            try {
                execute(writer, write);
                done.add(write);
            } catch (SQLException failed) {
                if (!String.valueOf(failed.getSQLState()).startsWith("23")
                        && !String.valueOf(failed.getSQLState()).startsWith("428")) {
                    wrong.add("a writer fails: " + write + ": " + failed.getMessage());
                }
                done.add(FAILED + write);
                if (!write.startsWith("DELETE")) {
                    refusals.add("write fails: " + write + ": " + failed.getMessage());
                }
            }
        }
    }

    /** One that failed takes its numbers from the sequences here, too. */
    private static void again(Connection plain, String write) throws SQLException {
        if (!write.startsWith(FAILED)) {
            execute(plain, write);
            return;
        }
        plain.setAutoCommit(false);
        try {
            execute(plain, write.substring(FAILED.length()));
        } catch (SQLException asBefore) {
            assertThat(asBefore.getSQLState()).isNotEmpty();
        } finally {
            plain.rollback();
            plain.setAutoCommit(true);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private record Shape(
            Map<String, String> catalog, Map<String, List<String>> rows, Map<String, List<String>> allRows) {
        Shape but(Set<String> columns) {
            Map<String, List<String>> fewer = new TreeMap<>();
            allRows.forEach((table, all) -> fewer.put(table, all));
            return new Shape(catalog, columns.isEmpty() ? rows : fewer, allRows);
        }
    }

    private Shape shape(PostgresNode node) throws SQLException {
        return shape(node, Set.of());
    }

    private Shape shape(PostgresNode node, Set<String> but) throws SQLException {
        Set<String> filled = new TreeSet<>();
        tried.operations().forEach(each -> filled.addAll(each.fills()));
        try (Connection connection = node.connect()) {
            execute(connection, "SET search_path = pg_catalog");
            execute(connection, "SET timezone = 'UTC'");
            Map<String, List<String>> fewer = CatalogDump.rows(connection, new ArrayList<>(filled));
            return new Shape(
                    CatalogDump.of(connection), but.isEmpty() ? CatalogDump.rows(connection, List.of()) : fewer, fewer);
        }
    }

    private void compare(String what, Shape expected, Shape found, Set<String> ignored) {
        Map<String, String> catalog = new TreeMap<>(found.catalog());
        expected.catalog().forEach((path, value) -> {
            String other = catalog.remove(path);
            if (!value.equals(other) && !isView(path)) {
                wrong.add(what + ": " + path + " expected " + value + " found " + shown(other));
            }
        });
        catalog.forEach((path, value) -> {
            if (!isView(path)) {
                wrong.add(what + ": " + path + " expected nothing found " + value);
            }
        });
        if (!expected.rows().equals(found.rows())) {
            expected.rows().forEach((table, rows) -> {
                List<String> other = found.rows().getOrDefault(table, List.of());
                if (!rows.equals(other)) {
                    List<String> missing = new ArrayList<>(rows);
                    other.forEach(missing::remove);
                    List<String> more = new ArrayList<>(other);
                    rows.forEach(more::remove);
                    wrong.add(what + ": rows of " + table + " missing " + missing + " instead " + more);
                }
            });
        }
    }

    private boolean isView(String path) {
        return tried.views() && path.contains("version_v2");
    }

    private static String shown(@Nullable String value) {
        return value == null ? "nothing" : value;
    }
}
