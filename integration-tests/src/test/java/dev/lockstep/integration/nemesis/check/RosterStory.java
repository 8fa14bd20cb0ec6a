package dev.lockstep.integration.nemesis.check;

import com.google.protobuf.ByteString;
import dev.lockstep.v1.Engine;
import dev.lockstep.v1.LeaveRequested;
import dev.lockstep.v1.NodeJoined;
import dev.lockstep.v1.NodeKnown;
import dev.lockstep.v1.NodeLeft;
import dev.lockstep.v1.NodeRegistered;
import dev.lockstep.v1.Order;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Who belongs to the fleet, with which schema, as the counted journal tells it (I2, I8): nobody slips in, nobody is lost, and each change has a name and a reason. */
final class RosterStory {
    private final Findings findings;
    private final Map<String, Engine> members = new TreeMap<>();
    /** What each node last said that its schema is. */
    private final Map<String, ByteString> schemas = new HashMap<>();

    private final Map<String, NodeKnown> known = new HashMap<>();
    private final Map<String, LeaveRequested> asked = new HashMap<>();

    RosterStory(Findings findings) {
        this.findings = findings;
    }

    Set<String> members() {
        return members.keySet();
    }

    Engine engine(String node) {
        return members.getOrDefault(node, Engine.ENGINE_UNSPECIFIED);
    }

    ByteString schema(String node) {
        return schemas.getOrDefault(node, ByteString.EMPTY);
    }

    void hasSchema(String node, ByteString root) {
        schemas.put(node, root);
    }

    void registered(NodeRegistered event, boolean hasHistory) {
        String node = event.getMember().getNode();
        require(!hasHistory, "I2", node, "it slipped in: it registered after an epoch had opened");
        members.put(node, event.getMember().getEngine());
        schemas.put(node, event.getFingerprint().getRoot());
    }

    void known(NodeKnown event) {
        known.put(event.getMember().getNode(), event);
    }

    /** What the ledger of a node had when it was let in: the newest row about an epoch. */
    long joined(NodeJoined event, boolean anyOpen) {
        String node = event.getMember().getNode();
        require(!anyOpen, "I2", node, "it joined while an epoch was open");
        require(!event.getBy().isBlank() && !event.getReason().isBlank(), "I2", node, "it joined without a reason");
        NodeKnown shown = known.getOrDefault(node, NodeKnown.getDefaultInstance());
        ByteString root = shown.getFingerprint().getRoot();
        Optional<ByteString> expected = expected(node, event.getMember().getEngine());
        require(
                expected.isPresent() && expected.get().equals(root),
                "I8",
                node,
                "it joined with another schema than the one that it should have");
        members.put(node, event.getMember().getEngine());
        schemas.put(node, root);
        asked.remove(node);
        return shown.getLogNumber();
    }

    /** Of a member the schema that it last reported, of anybody else the one that the fleet's nodes of its engine have. */
    private Optional<ByteString> expected(String node, Engine engine) {
        return members.containsKey(node)
                ? Optional.of(schema(node))
                : members.entrySet().stream()
                        .filter(member -> member.getValue() == engine)
                        .map(member -> schema(member.getKey()))
                        .findFirst();
    }

    void leaveRequested(LeaveRequested event) {
        require(
                !event.getBy().isBlank() && !event.getReason().isBlank(),
                "I2",
                event.getNode(),
                "it was asked to leave without a name or a reason");
        asked.put(event.getNode(), event);
    }

    void left(NodeLeft event) {
        String node = event.getNode();
        require(members.remove(node) != null, "I2", node, "it left, but was no member");
        require(asked.remove(node) != null, "I2", node, "it left, but nobody had asked for that");
        require(!event.getConfirmedBy().isBlank(), "I2", node, "it left, but nobody had confirmed that");
    }

    void opened(long epoch, Set<String> roster) {
        findings.require(
                roster.equals(members()),
                "I2",
                "epoch " + epoch,
                "it binds " + roster + ", but the fleet's members are " + members());
    }

    /** A directive that is about no epoch. */
    void ordered(Order order) {
        List<String> nodes = order.getNodesList();
        boolean fits = order.hasAdmit() && members().containsAll(nodes)
                || order.hasDismiss() && nodes.stream().noneMatch(members::containsKey);
        require(
                fits,
                "I2",
                String.join(", ", nodes),
                "ordered to " + order.getKindCase() + ", members are " + members());
    }

    private void require(boolean condition, String invariant, String node, String what) {
        findings.require(condition, invariant, node, what);
    }
}
