package dev.lockstep.zookeeper;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * How a coordinator stands in the leader latch.
 *
 * @param name the coordinator's name
 * @param address where it serves, as {@code host:port}
 */
public record LeaderId(String name, String address) {
    private static final char MARK = '|';
    private static final int SEQUENCE_DIGITS = 10;

    public LeaderId {
        if (name.indexOf(MARK) >= 0) {
            throw new IllegalArgumentException("expected a coordinator's name without \"|\", found \"" + name + "\"");
        }
    }

    /** What is stored in ZooKeeper. */
    public String toText() {
        return name + MARK + address;
    }

    /** Reads what is stored; empty when it is something else. */
    public static Optional<LeaderId> parse(String text) {
        int mark = text.indexOf(MARK);
        return mark < 0
                ? Optional.empty()
                : Optional.of(new LeaderId(text.substring(0, mark), text.substring(mark + 1)));
    }

    /**
     * Who leads, from the nodes below the latch: the one with the lowest number. For display and for finding the leader, never for deciding.
     *
     * @param nodes names of the latch's nodes with what is stored there
     */
    public static Optional<LeaderId> first(Map<String, byte[]> nodes) {
        return nodes.entrySet().stream()
                .min(Comparator.comparing(node -> sequenceOf(node.getKey())))
                .flatMap(node -> parse(new String(node.getValue(), StandardCharsets.UTF_8)));
    }

    /** ZooKeeper puts ten digits after the name of a sequential node. */
    private static String sequenceOf(String node) {
        return node.substring(Math.max(0, node.length() - SEQUENCE_DIGITS));
    }
}
