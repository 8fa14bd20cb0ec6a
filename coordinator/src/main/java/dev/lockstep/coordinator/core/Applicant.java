package dev.lockstep.coordinator.core;

import dev.lockstep.v1.CatalogObject;
import dev.lockstep.v1.NodeKnown;
import dev.lockstep.v1.RosterMember;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A node that said who it is and may not execute: what it has to show to those who decide whether it joins.
 *
 * @param identity the database that it is
 * @param version of its server
 * @param labels "key=value", sorted
 * @param agent that serves it
 * @param incarnation of that agent
 * @param logNumber the newest row of its ledger that is about an epoch
 * @param schema that it has, by path
 * @param reason why it may not execute
 */
public record Applicant(
        RosterMember identity,
        String version,
        List<String> labels,
        String agent,
        long incarnation,
        long logNumber,
        SortedMap<String, CatalogObject> schema,
        String reason) {
    public Applicant {
        labels = List.copyOf(labels);
        schema = Collections.unmodifiableSortedMap(schema);
    }

    static Applicant of(NodeKnown known) {
        return new Applicant(
                known.getMember(),
                known.getVersion(),
                known.getLabelsList(),
                known.getAgent(),
                known.getIncarnation(),
                known.getLogNumber(),
                Schemas.byPath(known.getFingerprint()),
                known.getReason());
    }

    public String name() {
        return identity.getNode();
    }

    /** As a member, which may execute once its ledger has received the directive that admits it. */
    Member admitted(long directive) {
        return new Member(
                identity,
                version,
                labels,
                agent,
                incarnation,
                directive,
                logNumber,
                schema,
                waitsFor(directive),
                new TreeMap<>());
    }

    static String waitsFor(long directive) {
        return "it was let in by directive " + directive + ", which its ledger has to receive first";
    }
}
