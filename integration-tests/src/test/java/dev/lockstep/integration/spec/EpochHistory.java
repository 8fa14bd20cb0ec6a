package dev.lockstep.integration.spec;

import dev.lockstep.v1.EpochOutcome;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.ReportStamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a journal says of one epoch from the moment when its first phase opened, in the words of {@code Conformance.tla}: a sequence of tuples. Nodes are numbered by
 * name, phases in the order in which they opened, and a node's incarnations as they show.
 */
final class EpochHistory {
    private static final int MOST_PHASES = Phase.values().length;
    private static final String WAY_BACK_WITHOUT = "a way back that need not wait for a waived node";

    private final long seed;
    private final long epoch;
    private final Set<String> roster;
    private final List<String> names = new ArrayList<>();
    private final List<Phase> opened = new ArrayList<>();
    private final List<String> tuples = new ArrayList<>();
    private final Set<String> waived = new HashSet<>();
    private final Set<String> waivedBefore = new HashSet<>();
    private final Set<String> restored = new HashSet<>();
    private final Map<String, Long> stamped = new HashMap<>();
    private final Map<String, Integer> incarnations = new HashMap<>();
    private boolean turned;
    private boolean released;
    private boolean ended;
    private boolean completed;
    private String untold = "";

    EpochHistory(long seed, long epoch, List<String> roster) {
        this.seed = seed;
        this.epoch = epoch;
        this.roster = new TreeSet<>(roster);
    }

    /**
     * What has to be the same for all histories of one run of TLC.
     *
     * @param nodes how many nodes the epoch bound when its first phase opened
     * @param phases how many phases it goes through
     * @param contract whether the last of them is CONTRACT
     */
    record Shape(int nodes, int phases, boolean contract) {}

    /** The first phase has opened: what comes before is PREFLIGHT, which the specification has not. */
    boolean isTold() {
        return !opened.isEmpty();
    }

    /** What in it the specification has no words for; empty for nothing. */
    String untold() {
        return untold;
    }

    int events() {
        return tuples.size();
    }

    String name() {
        return "seed " + seed + ", epoch " + epoch;
    }

    /** An epoch that has not come to its last phase may have had any number of them. */
    Shape shape() {
        boolean contract = opened.contains(Phase.CONTRACT);
        return new Shape(names.size(), contract || completed ? opened.size() : MOST_PHASES, contract);
    }

    String tla() {
        return tuples.stream().collect(Collectors.joining(",", "<<", ">>"));
    }

    /** The tuple at a place, from 0. */
    String tuple(int place) {
        return place < tuples.size() ? tuples.get(place) : "the end";
    }

    void claimed() {
        if (isTold() && !ended) {
            tell("claim");
        }
    }

    void quarantined(String node) {
        if (isTold()) {
            cannotTell("a node that is left out after PREFLIGHT");
        }
        roster.remove(node);
    }

    void left(String node) {
        if (ended || !roster.contains(node)) {
            return;
        }
        if (isTold()) {
            tell("leave", quoted(node));
            waived.remove(node);
        } else {
            roster.remove(node);
        }
    }

    void again(String node) {
        if (!isTold() || ended) {
            return;
        }
        if (!restored.add(node)) {
            cannotTell("a database that is replaced twice");
        } else if (opened.contains(Phase.CONTRACT)) {
            cannotTell("a backup while CONTRACT is open");
        }
        tell("again", quoted(node));
        incarnations.merge(node, 2, (before, two) -> before + 1);
        stamped.remove(node);
        if (!turned) {
            waived.add(node);
        }
    }

    void phaseOpened(Phase phase) {
        if (!isTold()) {
            names.addAll(roster);
        }
        if (phase == Phase.CONTRACT && released) {
            tell("release");
        }
        opened.add(phase);
        tell("open", opened.size());
    }

    void released() {
        released = true;
    }

    /** What a waived node has done of a phase that the others are through with is a part of its catching up. */
    void acknowledged(ReportStamp stamp, Phase phase) {
        boolean isBehind = waived.contains(stamp.getNode()) && number(phase) < opened.size();
        if (isTold() && !isBehind) {
            tell("done", quoted(stamp.getNode()), incarnation(stamp), number(phase));
        }
    }

    void turnedBack() {
        turned = true;
        if (!waived.isEmpty()) {
            cannotTell(WAY_BACK_WITHOUT);
        }
        if (isTold()) {
            tell("halt", 0);
        }
    }

    void halted(ReportStamp stamp) {
        if (isTold()) {
            tell("halted", quoted(stamp.getNode()), incarnation(stamp), 0);
        }
    }

    void undoOpened(Phase phase) {
        tell("undo", number(phase));
    }

    void undone(ReportStamp stamp, Phase phase) {
        tell("undone", quoted(stamp.getNode()), incarnation(stamp), number(phase));
    }

    void waived(String node) {
        if (!isTold()) {
            cannotTell("a waiver in PREFLIGHT");
            return;
        }
        if (turned) {
            cannotTell(WAY_BACK_WITHOUT);
        } else if (!waivedBefore.add(node)) {
            cannotTell("a node that is waived twice");
        }
        waived.add(node);
        tell("waive", quoted(node));
    }

    void waiverEnded(String node) {
        if (isTold()) {
            waived.remove(node);
            tell("unwaive", quoted(node));
        }
    }

    void closed(EpochOutcome outcome) {
        ended = true;
        completed = outcome == EpochOutcome.OUTCOME_COMPLETED;
        if (isTold()) {
            tell("close", completed ? opened.size() : 0);
        }
    }

    private void cannotTell(String what) {
        if (untold.isEmpty()) {
            untold = what;
        }
    }

    private int number(Phase phase) {
        return opened.indexOf(phase) + 1;
    }

    private int incarnation(ReportStamp stamp) {
        Long before = stamped.put(stamp.getNode(), stamp.getIncarnation());
        boolean isNext = before != null && before != stamp.getIncarnation();
        return incarnations.merge(stamp.getNode(), 1, (known, one) -> isNext ? known + 1 : known);
    }

    private String quoted(String node) {
        return "\"n" + (names.indexOf(node) + 1) + "\"";
    }

    private void tell(String kind, Object... parts) {
        StringBuilder tuple = new StringBuilder("<<\"").append(kind).append('"');
        for (Object part : parts) {
            tuple.append(',').append(part);
        }
        tuples.add(tuple.append(">>").toString());
    }
}
