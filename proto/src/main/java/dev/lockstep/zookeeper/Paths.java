package dev.lockstep.zookeeper;

import java.util.regex.Pattern;

/**
 * Every path that Lockstep uses in ZooKeeper.
 *
 * @param prefix one system's part of the tree, so that several can share one ZooKeeper
 */
public record Paths(String prefix) {
    /** The only group of nodes that a gate has so far; the path has room for more. */
    public static final String ONLY_GROUP = "all";

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,200}");

    public Paths {
        requireName("prefix", prefix);
    }

    /** Above everything else of this system. */
    public String root() {
        return "/lockstep/" + prefix;
    }

    /** The latch of the coordinators. */
    public String leader() {
        return root() + "/leader";
    }

    /** Above the signs of life of a fleet's nodes. */
    public String presences(String fleet) {
        return fleet(fleet) + "/presence";
    }

    /** The sign of life of one node's agent. */
    public String presence(String fleet, String node) {
        return presences(fleet) + "/" + requireName("node", node);
    }

    /** Above every gate of an epoch. */
    public String epoch(String fleet, long epoch) {
        return fleet(fleet) + "/epochs/" + epoch;
    }

    /** One group's part of a gate; lock and seal stand below it. */
    public String gate(GateId gate, String group) {
        String phase = gate.undo() ? "UNDO_" + gate.phase() : gate.phase().toString();
        return epoch(gate.fleet(), gate.epoch()) + "/" + phase + "/gate/" + requireName("group", group);
    }

    /** Above the nodes of a gate's read-write lock. */
    public String gateLock(GateId gate, String group) {
        return gate(gate, group) + "/lock";
    }

    /** The mark of a gate that was closed for good. */
    public String gateSeal(GateId gate, String group) {
        return gate(gate, group) + "/seal";
    }

    private String fleet(String fleet) {
        return root() + "/fleets/" + requireName("fleet", fleet);
    }

    private static String requireName(String what, String name) {
        if (!NAME.matcher(name).matches() || name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException("expected a name of the " + what
                    + " of 1 to 200 letters, digits, dots, _ and -, found \"" + name + "\"");
        }
        return name;
    }
}
