package dev.lockstep.coordinator.core;

import dev.lockstep.v1.CatalogObject;
import dev.lockstep.v1.ReportStamp;
import dev.lockstep.v1.RosterMember;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A node of the fleet, as the journal knows it.
 *
 * @param identity the database that it is
 * @param version of its server
 * @param labels "key=value", sorted
 * @param agent that serves it
 * @param incarnation of that agent
 * @param reportedMandate the highest directive that it has reported on: a ledger that has received less is an older backup
 * @param reportedLog rows of its ledger's log when it last reported
 * @param recorded the schema that it should have, by path: what drift is measured against
 * @param held why it may execute nothing; empty when it may
 * @param missed epochs that went on without it, with the reasons: while there is one, it is quarantined, and no epoch binds it
 */
public record Member(
        RosterMember identity,
        String version,
        List<String> labels,
        String agent,
        long incarnation,
        long reportedMandate,
        long reportedLog,
        SortedMap<String, CatalogObject> recorded,
        String held,
        SortedMap<Long, String> missed) {
    public Member {
        labels = List.copyOf(labels);
        missed = Collections.unmodifiableSortedMap(missed);
        recorded = Collections.unmodifiableSortedMap(recorded);
    }

    public String name() {
        return identity.getNode();
    }

    /** Whether it is behind the fleet, so that no epoch binds it. */
    public boolean isQuarantined() {
        return !missed.isEmpty();
    }

    /** An epoch goes on without it. */
    Member missing(long epoch, String reason) {
        TreeMap<Long, String> more = new TreeMap<>(missed);
        more.put(epoch, reason);
        return withMissed(more);
    }

    /** An epoch that went on without it has changed nothing in the end. */
    Member notMissing(long epoch) {
        TreeMap<Long, String> fewer = new TreeMap<>(missed);
        fewer.remove(epoch);
        return withMissed(fewer);
    }

    /** It has been brought back: it has this schema, which is that of the others. */
    Member broughtBack(SortedMap<String, CatalogObject> schema) {
        return new Member(
                identity,
                version,
                labels,
                agent,
                incarnation,
                reportedMandate,
                reportedLog,
                schema,
                held,
                new TreeMap<>());
    }

    private Member withMissed(SortedMap<Long, String> epochs) {
        return new Member(
                identity, version, labels, agent, incarnation, reportedMandate, reportedLog, recorded, held, epochs);
    }

    Member attached(String byAgent, long newIncarnation, String newVersion, List<String> newLabels) {
        return new Member(
                identity,
                newVersion,
                newLabels,
                byAgent,
                newIncarnation,
                reportedMandate,
                reportedLog,
                recorded,
                "",
                missed);
    }

    Member held(String reason) {
        return new Member(
                identity, version, labels, agent, incarnation, reportedMandate, reportedLog, recorded, reason, missed);
    }

    Member reported(ReportStamp stamp) {
        return new Member(
                identity,
                version,
                labels,
                agent,
                incarnation,
                Math.max(reportedMandate, stamp.getMandate()),
                Math.max(reportedLog, stamp.getLogNumber()),
                recorded,
                held,
                missed);
    }

    /** With these objects as they are now; those with an empty hash are gone. */
    Member recording(List<CatalogObject> touched) {
        if (touched.isEmpty()) {
            return this;
        }
        TreeMap<String, CatalogObject> objects = new TreeMap<>(recorded);
        for (CatalogObject object : touched) {
            if (object.getHash().isEmpty()) {
                objects.remove(object.getPath());
            } else {
                objects.put(object.getPath(), object);
            }
        }
        return new Member(
                identity, version, labels, agent, incarnation, reportedMandate, reportedLog, objects, held, missed);
    }
}
