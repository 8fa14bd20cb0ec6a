package dev.lockstep.integration.simulation;

import dev.lockstep.agent.ledger.LogKind;
import java.util.TreeMap;
import java.util.TreeSet;

/** What lasts in one state of a database, as far as it was seen: a backup in its place has an account of its own. Only {@link NodeBook} changes it. */
final class NodeAccount {
    final TreeSet<String> applied = new TreeSet<>();
    final TreeMap<String, LogKind> steps = new TreeMap<>();
    int logSeen;
    int directivesSeen;
    long workRow;
    long position;
    long incarnation;
    long startedBy;

    NodeAccount copy() {
        NodeAccount copy = new NodeAccount();
        copy.applied.addAll(applied);
        copy.steps.putAll(steps);
        copy.logSeen = logSeen;
        copy.directivesSeen = directivesSeen;
        copy.workRow = workRow;
        copy.position = position;
        copy.incarnation = incarnation;
        copy.startedBy = startedBy;
        return copy;
    }
}
