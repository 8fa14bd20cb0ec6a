package dev.lockstep.zookeeper;

import java.util.Optional;

/**
 * How a coordinator stands in the leader latch.
 *
 * @param name the coordinator's name
 * @param address where it serves, as {@code host:port}
 */
public record LeaderId(String name, String address) {
    private static final char MARK = '|';

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
}
