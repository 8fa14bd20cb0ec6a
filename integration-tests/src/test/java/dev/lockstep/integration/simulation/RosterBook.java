package dev.lockstep.integration.simulation;

import dev.lockstep.v1.CatalogObject;
import dev.lockstep.v1.Engine;
import dev.lockstep.v1.EpochOutcome;
import dev.lockstep.v1.Fingerprint;
import dev.lockstep.v1.LeaveRequested;
import dev.lockstep.v1.NodeAttached;
import dev.lockstep.v1.NodeJoined;
import dev.lockstep.v1.NodeKnown;
import dev.lockstep.v1.NodeLeft;
import dev.lockstep.v1.NodeRegistered;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.ReportStamp;
import dev.lockstep.v1.RosterMember;
import dev.lockstep.v1.Step;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Counts for itself who belongs to the fleet, who is behind it, and which schema each should have. Knows no code of the coordinator. */
final class RosterBook {
    private final World world;
    private final TreeMap<String, Standing> members = new TreeMap<>();
    private final TreeMap<String, NodeKnown> known = new TreeMap<>();
    private final TreeMap<String, String> asked = new TreeMap<>();
    private final TreeSet<String> everAsked = new TreeSet<>();
    private final TreeSet<String> everJoined = new TreeSet<>();
    private final TreeSet<String> everLeft = new TreeSet<>();

    /** What is known of one member. */
    private static final class Standing {
        final Engine engine;
        final TreeMap<String, String> schema;
        final TreeSet<Long> missed = new TreeSet<>();
        long reportedMandate;
        long reportedLog;
        long incarnation;

        Standing(Engine engine, TreeMap<String, String> schema) {
            this.engine = engine;
            this.schema = schema;
        }
    }

    RosterBook(World world) {
        this.world = world;
    }

    Set<String> members() {
        return members.keySet();
    }

    boolean hasJoined(String node) {
        return everJoined.contains(node);
    }

    boolean hasLeft(String node) {
        return everLeft.contains(node);
    }

    boolean wasAskedToLeave(String node) {
        return everAsked.contains(node);
    }

    /** Whether epochs have gone on without a member. */
    boolean isBehind(String node) {
        Standing standing = members.get(node);
        return standing != null && !standing.missed.isEmpty();
    }

    /** Whether nobody works on a node, so that a person may change its schema by hand. */
    boolean isIdle(String node) {
        return !members.containsKey(node)
                || isBehind(node)
                || world.checker().node(node).isOlderThanItSaid();
    }

    long reportedMandate(String node) {
        Standing standing = members.get(node);
        return standing == null ? 0 : standing.reportedMandate;
    }

    long reportedLog(String node) {
        Standing standing = members.get(node);
        return standing == null ? 0 : standing.reportedLog;
    }

    /** The highest incarnation that has served a member. */
    long incarnation(String node) {
        Standing standing = members.get(node);
        return standing == null ? 0 : standing.incarnation;
    }

    void attached(NodeAttached event) {
        Standing standing = members.get(event.getNode());
        if (standing != null) {
            standing.incarnation = Math.max(standing.incarnation, event.getIncarnation());
        }
    }

    void reported(ReportStamp stamp) {
        Standing standing = members.get(stamp.getNode());
        if (standing != null) {
            standing.reportedMandate = Math.max(standing.reportedMandate, stamp.getMandate());
            standing.reportedLog = Math.max(standing.reportedLog, stamp.getLogNumber());
        }
    }

    void registered(NodeRegistered event, boolean hasHistory) {
        String node = event.getMember().getNode();
        require(!hasHistory, "I2", node + " slipped in: it registered after an epoch had opened");
        require(!members.containsKey(node), "I2", node + " registered twice");
        members.put(node, new Standing(event.getMember().getEngine(), schemaOf(event.getFingerprint())));
    }

    private static TreeMap<String, String> schemaOf(Fingerprint fingerprint) {
        TreeMap<String, String> schema = new TreeMap<>();
        for (CatalogObject object : fingerprint.getObjectsList()) {
            schema.put(object.getPath(), object.getDefinition());
        }
        return schema;
    }

    void known(NodeKnown event) {
        known.put(event.getMember().getNode(), event);
    }

    /** @param open the epochs that are open, through which it goes again */
    void joined(NodeJoined event, List<EpochBook> open, boolean hasHistory) {
        RosterMember member = event.getMember();
        String node = member.getNode();
        require(!event.getBy().isBlank() && !event.getReason().isBlank(), "I2", node + " joined without a reason");
        NodeKnown shown = known.get(node);
        if (shown == null) {
            throw world.violated("I2", node + " joined, but nobody had heard of it");
        }
        // Before the first epoch nobody has another schema than the one that it came with.
        Optional<TreeMap<String, String>> expected =
                hasHistory ? expectedOf(node, member.getEngine()) : Optional.of(schemaOf(shown.getFingerprint()));
        require(
                expected.isPresent()
                        && isOnTheWay(schemaOf(shown.getFingerprint()), expected.get(), node, List.copyOf(open)),
                "I8",
                node + " joined with another schema than the fleet has");
        Standing standing = new Standing(member.getEngine(), expected.orElseThrow());
        standing.reportedMandate = Math.max(reportedMandate(node), event.getAdmittedBy());
        standing.reportedLog = event.getAdmittedBy() == 0 ? reportedLog(node) : shown.getLogNumber();
        standing.incarnation = event.getAdmittedBy() == 0 ? incarnation(node) : shown.getIncarnation();
        members.put(node, standing);
        everJoined.add(node);
        if (event.getAdmittedBy() > 0) {
            asked.remove(node);
            world.checker().node(node).letIn();
        }
    }

    /** Whether a node can have this schema while these epochs are open: each of them has taken so many of its steps. */
    private static boolean isOnTheWay(
            TreeMap<String, String> schema, TreeMap<String, String> before, String node, List<EpochBook> open) {
        if (open.isEmpty()) {
            return schema.equals(before);
        }
        List<EpochBook> rest = open.subList(1, open.size());
        TreeMap<String, String> sofar = new TreeMap<>(before);
        if (isOnTheWay(schema, sofar, node, rest)) {
            return true;
        }
        Plan plan = open.get(0).plans.get(node);
        for (Step step : plan == null ? List.<Step>of() : plan.getStepsList()) {
            for (String sql : step.getStatement().getSqlList()) {
                Schema.change(sofar, Act.parse(sql));
                if (isOnTheWay(schema, sofar, node, rest)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** What a node that comes in has to have: what was recorded for itself, where it is a member that is not behind; else what the others of its engine have. */
    private Optional<TreeMap<String, String>> expectedOf(String node, Engine engine) {
        Standing itself = members.get(node);
        if (itself != null && itself.missed.isEmpty()) {
            return Optional.of(itself.schema);
        }
        return members.values().stream()
                .filter(each -> each != itself && each.engine == engine && each.missed.isEmpty())
                .findFirst()
                .map(each -> new TreeMap<>(each.schema));
    }

    void leaveRequested(LeaveRequested event) {
        require(members.containsKey(event.getNode()), "I2", event.getNode() + " is no member, and is to leave");
        require(
                !event.getBy().isBlank() && !event.getReason().isBlank(),
                "I2",
                event.getNode() + " is to leave, and nobody says why");
        asked.put(event.getNode(), event.getReason());
        everAsked.add(event.getNode());
    }

    void left(NodeLeft event) {
        String node = event.getNode();
        require(
                event.getReason().equals(asked.get(node))
                        && !event.getConfirmedBy().isBlank(),
                "I2",
                node + " left, and nobody had approved it");
        require(members.remove(node) != null, "I2", node + " left twice");
        asked.remove(node);
        everLeft.add(node);
    }

    void misses(String node, long epoch) {
        Objects.requireNonNull(members.get(node), node).missed.add(epoch);
    }

    /** An epoch has ended: what those nodes have now that it bound, and who has missed nothing. */
    void ended(EpochBook epoch) {
        if (epoch.outcome != EpochOutcome.OUTCOME_COMPLETED) {
            members.values().forEach(each -> each.missed.remove(epoch.number));
            return;
        }
        for (String node : epoch.roster) {
            Standing standing = members.get(node);
            Plan plan = epoch.plans.get(node);
            if (standing != null && plan != null) {
                plan.getStepsList()
                        .forEach(step -> step.getStatement()
                                .getSqlList()
                                .forEach(sql -> Schema.change(standing.schema, Act.parse(sql))));
            }
        }
    }

    /** I8: a member that plans has the schema that the history says, also one that came late or was brought back. */
    void plans(SimulatedDatabase database) {
        Standing standing = members.get(database.node());
        require(
                standing != null && standing.schema.equals(database.schema().objects),
                "I8",
                database.node() + " plans with another schema than the history says it has");
    }

    private void require(boolean condition, String invariant, String message) {
        if (!condition) {
            throw world.violated(invariant, message);
        }
    }
}
