package dev.lockstep.integration.postgres.random;

import dev.lockstep.change.ChangeFile;
import dev.lockstep.change.ChangeFileResult;
import dev.lockstep.deploy.servers.DatabaseServer;
import dev.lockstep.integration.everystep.Interrupted;
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
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Tries one case: plans, carries out, takes back, and compares with what plain statements make of a copy. */
final class Trial {
    /** What became of it; {@code wrong} has a sentence for each thing that is. */
    record Outcome(Case tried, String end, List<String> wrong, List<String> refusals, Set<Integer> refused) {}

    /** One step in so many begins while a transaction is open. */
    private static final int OPEN_BESIDE = 3;

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
            if (!statement.startsWith(SchemaMaker.OPTIONAL)) {
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
        wrong.addAll(before.differences("planning changes", shape(template), tried.views()));
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
        if (tried.isInterrupted()) {
            try (PostgresNode clone = template.copy();
                    PostgresNode other = template.copy()) {
                interrupt(template, clone, change, true);
                if (wrong.isEmpty()) {
                    interrupt(template, other, change, false);
                }
            }
            return "done";
        }
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
        boolean fills = steps.stream().anyMatch(Step::hasBackfill);
        Shape found = shape(node);
        wrong.addAll((fills ? before.withoutFilled() : before)
                .differences("way back leaves", fills ? found.withoutFilled() : found, tried.views()));
    }

    private void carryOut(PostgresNode node, PostgresNode clone, Plan plan) throws SQLException {
        Written written = new Written(wrong, refusals);
        List<String> waiting = new ArrayList<>(tried.before());
        StepDriver driver = new StepDriver(node);
        try (Connection writer = node.connect()) {
            int count = 0;
            boolean released = false;
            for (Step step : plan.getStepsList()) {
                boolean contracts = step.getPhase() == Phase.CONTRACT;
                if (contracts && !released) {
                    released = true;
                    release(writer, waiting, written);
                } else if (!contracts && (tried.seed() + count) % 2 == 0 && !tried.waitsForRows()) {
                    if (!waiting.isEmpty()) {
                        written.write(writer, waiting.remove(0), false);
                    }
                }
                count++;
                try {
                    if ((tried.seed() / 2 + count) % OPEN_BESIDE == 0) {
                        besideATransaction(node, driver, step, writer, contracts ? List.of() : waiting, written);
                    } else {
                        driver.forward(step);
                    }
                } catch (SQLException | RuntimeException | AssertionError failed) {
                    if (!isLockOfFreshPartition(failed)) {
                        wrong.add("step fails: " + step.getOperation() + " " + step.getSummary() + ": "
                                + failed.getMessage());
                    }
                    return;
                }
            }
            if (!released) {
                release(writer, List.of(), written);
            }
        }
        if (!node.catalog().own().isEmpty()) {
            wrong.add("left behind: " + node.catalog().own());
        }
        comparePlain("differs from plain", written, clone, shape(node));
    }

    private void besideATransaction(
            PostgresNode node, StepDriver driver, Step step, Connection writer, List<String> waiting, Written written)
            throws SQLException {
        OpenTransaction open = OpenTransaction.of(writer);
        boolean writes = !waiting.isEmpty() && !tried.waitsForRows();
        boolean failed = writes && !written.write(writer, waiting.remove(0), false);
        boolean committed = open.whileItIsOpen(node, driver, step, failed);
        if (writes && !failed && !committed) {
            written.lastHasFailed();
        }
    }

    private void release(Connection writer, List<String> waiting, Written written) {
        if (!tried.waitsForRows()) {
            waiting.forEach(write -> written.write(writer, write, false));
            if (!tried.views()) {
                tried.after().forEach(write -> written.write(writer, write, true));
            }
        }
    }

    /** The same through the agent, which is disturbed at random steps, to the end and to somewhere and back. */
    private void interrupt(PostgresNode template, PostgresNode clone, Change change, boolean back) throws SQLException {
        Written written = new Written(wrong, refusals);
        List<String> old = new ArrayList<>(tried.waitsForRows() ? List.of() : tried.before());
        List<String> renewed =
                new ArrayList<>(tried.waitsForRows() || tried.views() || back ? List.of() : tried.after());
        List<Shape> end = new ArrayList<>();
        Interrupted.End ended = Interrupted.run(
                server,
                template.database(),
                change,
                back,
                tried.seed(),
                (writer, isRenewed) -> {
                    List<String> waiting = isRenewed ? renewed : old;
                    if (!waiting.isEmpty() && (isRenewed || !written.isRenewed())) {
                        written.write(writer, waiting.remove(0), isRenewed);
                    }
                },
                connection -> end.add(Shape.of(connection, filled())));
        if (!ended.wrong().isEmpty()) {
            wrong.add("interrupted%s: %s; %s".formatted(back ? " and back" : "", ended.wrong(), ended.disturbed()));
        } else if (ended.back()) {
            String no = repeat(clone, written, List.of());
            Shape expected = shape(clone);
            if (no.isEmpty()) {
                expected.withoutFilled()
                        .differences("interrupted way back leaves", end.get(0).withoutFilled(), tried.views())
                        .forEach(each -> wrong.add(each + "; " + ended.disturbed()));
            }
        } else {
            int known = wrong.size();
            comparePlain("interrupted: differs from plain", written, clone, end.get(0));
            wrong.subList(known, wrong.size()).replaceAll(each -> each + "; " + ended.disturbed());
        }
    }

    private void comparePlain(String what, Written written, PostgresNode clone, Shape found) throws SQLException {
        List<String> statements = tried.operations().stream()
                .flatMap(each -> each.plain().stream())
                .toList();
        if (repeat(clone, written, statements).isEmpty()) {
            wrong.addAll(shape(clone).differences(what, found, tried.views()));
        }
    }

    /** Why the copy cannot have the same; empty when it has. */
    private String repeat(PostgresNode clone, Written written, List<String> statements) throws SQLException {
        try (Connection plain = clone.connect()) {
            String no = written.repeat(plain, statements);
            if (no != null) {
                refusals.add(no);
            }
            return no == null ? "" : no;
        }
    }

    private Set<String> filled() {
        Set<String> filled = new TreeSet<>();
        tried.operations().forEach(each -> filled.addAll(each.fills()));
        return filled;
    }

    private Shape shape(PostgresNode node) throws SQLException {
        try (Connection connection = node.connect()) {
            return Shape.of(connection, filled());
        }
    }

    /** What a plan says of locks leaves out a partition that the same change makes: that is known, and harms nobody, because it has no users yet. */
    private boolean isLockOfFreshPartition(Throwable failed) {
        return String.valueOf(failed.getMessage()).startsWith("[locks of")
                && tried.operations().stream().anyMatch(each -> each.kind().equals("create_partition"));
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
