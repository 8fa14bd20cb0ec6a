package dev.lockstep.agent.execute;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.fingerprint.Catalog;
import dev.lockstep.v1.ObjectChange;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Step;
import dev.lockstep.v1.StepPartition;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Partitions of a step that somebody has dropped, detached or renamed since the plan was made: their rows are no longer the table's, or those of a partition that the plan does not
 * know. What the step does to them is passed over, and nothing is touched on a table that was detached.
 */
final class GonePartitions {
    /** How the ledger's detail of what was passed over begins. */
    static final String PASSED_OVER = "passed over: ";

    private static final int MOST_NAMED = 5;
    private static final Logger LOG = LoggerFactory.getLogger(GonePartitions.class);

    private GonePartitions() {}

    /** The paths of those that are gone now, as the session and its transaction see it. */
    static Set<String> of(NodeSession session, Step step) throws SQLException {
        return step.getGone().isEmpty()
                ? Set.of()
                : new TreeSet<>(session.rows(step.getGone(), step.getPartitionsCount()));
    }

    /** Why the step must stop: partitions that stand in the place of those that it knows, under other names. */
    static Optional<StepResult> replaced(NodeSession session, StepWork work) throws SQLException {
        Step step = work.step();
        List<String> others = step.getReplaced().isEmpty() ? List.of() : session.rows(step.getReplaced(), MOST_NAMED);
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of(new StepResult.Failed(StepFailures.replaced(work, others)));
    }

    /** Whether nothing of the step is left to do without these. */
    static boolean leaveNothing(Step step, Set<String> gone) {
        return step.getPartitionsList().stream()
                .filter(StepPartition::getAlone)
                .anyMatch(partition -> gone.contains(partition.getPath()));
    }

    /** Whether an object is one of these partitions, or in one. */
    static boolean have(Set<String> gone, String path) {
        return gone.stream().anyMatch(partition -> path.equals(partition) || path.startsWith(partition + "/"));
    }

    /** Says, in the agent's log, what a step leaves alone, and which of its objects stay on tables that were detached. Returns the same for the ledger. */
    static String tell(NodeSession session, StepWork work, Set<String> gone) throws SQLException {
        List<String> touched = work.step().getEffectsList().stream()
                .map(ObjectChange::getPath)
                .filter(path -> have(gone, path))
                .toList();
        List<String> left = touched.isEmpty() ? touched : there(session.catalog(touched), touched);
        String words = PASSED_OVER + String.join(", ", gone) + " belongs to its table no more"
                + (left.isEmpty() ? "" : "; it keeps " + String.join(", ", left));
        LOG.warn("{}: {}", work, words);
        return words;
    }

    /** What the epoch has left until now on tables that were its partitions; a sentence for each of them. */
    static List<String> leftovers(NodeSession session, Plan plan, Catalog live) throws SQLException {
        TreeMap<String, ByteString> before = new TreeMap<>();
        for (Step step : plan.getStepsList()) {
            step.getEffectsList().forEach(effect -> before.putIfAbsent(effect.getPath(), effect.getBefore()));
        }
        List<String> remarks = new ArrayList<>();
        for (String partition : of(session, plan)) {
            List<String> left = before.entrySet().stream()
                    .filter(object -> object.getKey().startsWith(partition + "/"))
                    .filter(object -> live.definition(object.getKey()).isPresent()
                            && !live.hash(object.getKey()).equals(object.getValue()))
                    .map(object -> object.getKey().substring(partition.length() + 1))
                    .toList();
            if (!left.isEmpty()) {
                remarks.add(
                        "%s is a partition no more, and keeps what this epoch made of %s; change it back by hand when the epoch has ended, or drop the table"
                                .formatted(partition, String.join(", ", left)));
            }
        }
        return remarks;
    }

    /** Those of a whole plan. A step that works on a whole tells of all its partitions at once. */
    private static Set<String> of(NodeSession session, Plan plan) throws SQLException {
        Set<String> asked = new TreeSet<>();
        Set<String> gone = new TreeSet<>();
        List<Step> mostFirst = plan.getStepsList().stream()
                .sorted(Comparator.comparing(Step::getPartitionsCount).reversed())
                .toList();
        for (Step step : mostFirst) {
            List<String> partitions = step.getPartitionsList().stream()
                    .map(StepPartition::getPath)
                    .toList();
            if (!step.getGone().isEmpty() && asked.addAll(partitions)) {
                gone.addAll(of(session, step));
            }
        }
        return gone;
    }

    private static List<String> there(Catalog live, List<String> paths) {
        return paths.stream().filter(path -> live.definition(path).isPresent()).toList();
    }
}
