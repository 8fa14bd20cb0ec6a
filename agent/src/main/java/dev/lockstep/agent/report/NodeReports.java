package dev.lockstep.agent.report;

import dev.lockstep.agent.execute.NodeStanding;
import dev.lockstep.agent.execute.ReportSink;
import dev.lockstep.v1.AgentMessage;
import dev.lockstep.v1.NodeHealth;
import dev.lockstep.v1.NodeHello;
import dev.lockstep.v1.Progress;
import dev.lockstep.v1.Refusal;
import dev.lockstep.v1.Report;
import dev.lockstep.v1.ReportStamp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one node has to say, until the leader has acknowledged it. Thread-safe. */
public final class NodeReports implements ReportSink {
    private static final long REPEAT_MILLIS = 2000;
    private static final long PROGRESS_MILLIS = 500;
    private static final long HEALTH_MILLIS = 5000;
    private static final long LONG_AGO = Long.MIN_VALUE / 2;
    private static final long NOT_OVERTAKEN = -1;

    private final String fleet;
    private final String node;
    private final NodeStanding standing;
    private final TreeMap<Long, Pending> pending = new TreeMap<>();
    private final Set<String> known = new HashSet<>();
    private Runnable onNews = () -> {};
    private long sequence;
    private @Nullable NodeHello hello;
    private boolean helloSent;
    private long saidLog;
    private long saidLogAtLastHello = NOT_OVERTAKEN;
    private @Nullable Progress progress;
    private long progressSentMillis = LONG_AGO;
    private String health = "";
    private boolean reachable = true;
    private long healthSentMillis = LONG_AGO;

    public NodeReports(String fleet, String node, NodeStanding standing) {
        this.fleet = fleet;
        this.node = node;
        this.standing = standing;
    }

    String fleet() {
        return fleet;
    }

    String node() {
        return node;
    }

    NodeStanding standing() {
        return standing;
    }

    /** Calls this whenever there is something that should be sent soon. */
    synchronized void onNews(Runnable listener) {
        onNews = listener;
    }

    @Override
    public void outcome(Report outcome) {
        if (add("epoch " + outcome.getEpoch() + " mandate " + outcome.getStamp().getMandate(), outcome)) {
            news();
        }
    }

    @Override
    public void refusal(long number, String reason) {
        Report report = Report.newBuilder()
                .setFleet(fleet)
                .setStamp(ReportStamp.newBuilder().setNode(node).setMandate(number))
                .setRefusal(Refusal.newBuilder().setNumber(number).setReason(reason))
                .build();
        if (add("refusal " + number + " " + reason, report)) {
            news();
        }
    }

    private synchronized boolean add(String key, Report report) {
        if (!known.add(key)) {
            return false;
        }
        sequence++;
        Report stamped = report.toBuilder()
                .setStamp(report.getStamp().toBuilder()
                        .setIncarnation(standing.incarnation())
                        .setSequence(sequence))
                .build();
        pending.put(sequence, new Pending(stamped, LONG_AGO));
        return true;
    }

    @Override
    public synchronized void forget(long epoch) {
        pending.values().removeIf(waiting -> waiting.report.getEpoch() == epoch && !waiting.report.hasRefusal());
        known.removeIf(key -> key.startsWith("epoch " + epoch + " "));
        if (progress != null && progress.getEpoch() == epoch) {
            progress = null;
        }
    }

    @Override
    public synchronized void progress(Progress.Builder now) {
        progress = now.setFleet(fleet).setNode(node).build();
    }

    /**
     * Who the node is, to be sent once on each stream. One that a report has overtaken would look like an older ledger, so it is asked for again; where that one
     * does not reach what had been said before it was asked for, the ledger is an older one.
     */
    public void hello(NodeHello now) {
        synchronized (this) {
            boolean overtaken = now.getLogNumber() < saidLog;
            if (overtaken && (saidLogAtLastHello == NOT_OVERTAKEN || now.getLogNumber() >= saidLogAtLastHello)) {
                saidLogAtLastHello = saidLog;
                standing.wantHello();
                return;
            }
            saidLogAtLastHello = NOT_OVERTAKEN;
            hello = now;
            helloSent = false;
        }
        news();
    }

    /**
     * How the node is.
     *
     * @param message what is wrong; empty for nothing
     */
    public void health(boolean databaseReachable, String message) {
        synchronized (this) {
            if (databaseReachable == reachable && message.equals(health)) {
                return;
            }
            reachable = databaseReachable;
            health = message;
            healthSentMillis = LONG_AGO;
        }
        news();
    }

    /** A new stream begins: everything is said again, and the hello first, as the node is now. */
    void streamOpened() {
        synchronized (this) {
            hello = null;
            helloSent = false;
            healthSentMillis = LONG_AGO;
            pending.replaceAll((number, waiting) -> new Pending(waiting.report, LONG_AGO));
        }
        standing.wantHello();
    }

    /** What is due now, in the order in which it must be sent. */
    synchronized List<AgentMessage> due(long nowMillis) {
        List<AgentMessage> due = new ArrayList<>();
        if (hello != null && !helloSent) {
            helloSent = true;
            due.add(AgentMessage.newBuilder().setNodeHello(hello).build());
        }
        if (nowMillis - healthSentMillis >= HEALTH_MILLIS) {
            healthSentMillis = nowMillis;
            due.add(AgentMessage.newBuilder()
                    .setNodeHealth(NodeHealth.newBuilder()
                            .setFleet(fleet)
                            .setNode(node)
                            .setReachable(reachable)
                            .setMessage(health))
                    .build());
        }
        if (helloSent) {
            addReports(due, nowMillis);
        }
        addProgress(due, nowMillis);
        return due;
    }

    private void addReports(List<AgentMessage> due, long nowMillis) {
        pending.replaceAll((number, waiting) -> {
            if (nowMillis - waiting.sentMillis < REPEAT_MILLIS) {
                return waiting;
            }
            due.add(AgentMessage.newBuilder().setReport(waiting.report).build());
            saidLog = Math.max(saidLog, waiting.report.getStamp().getLogNumber());
            return new Pending(waiting.report, nowMillis);
        });
    }

    private void addProgress(List<AgentMessage> due, long nowMillis) {
        if (progress != null && nowMillis - progressSentMillis >= PROGRESS_MILLIS) {
            progressSentMillis = nowMillis;
            due.add(AgentMessage.newBuilder().setProgress(progress).build());
            progress = null;
        }
    }

    /** The journal holds a report. */
    synchronized void acknowledged(long incarnation, long acknowledgedSequence) {
        if (incarnation == standing.incarnation()) {
            pending.remove(acknowledgedSequence);
        }
    }

    /** How many reports wait for their acknowledgement. */
    public synchronized int waiting() {
        return pending.size();
    }

    private void news() {
        Runnable listener;
        synchronized (this) {
            listener = onNews;
        }
        listener.run();
    }

    /** A report, and when it was sent last. */
    private record Pending(Report report, long sentMillis) {}
}
