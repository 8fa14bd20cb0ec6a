package dev.lockstep.coordinator;

import com.google.protobuf.ByteString;
import dev.lockstep.change.ReadableText;
import dev.lockstep.coordinator.api.RequestRefused;
import dev.lockstep.coordinator.api.RequestRefused.Code;
import dev.lockstep.v1.ApproveEpochRequest;
import dev.lockstep.v1.ApprovedPlan;
import dev.lockstep.v1.ListEpochsRequest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What single fields of requests say, where their type alone does not tell. */
final class Requested {
    private static final int DEFAULT_LIMIT = 50;

    /** Characters of a name or a reason: it is kept for ever, and shown beside each epoch that it is about. */
    private static final int MOST_CHARACTERS = 1_000;

    private Requested() {}

    /** How many epochs a list may have. */
    static long most(ListEpochsRequest request) {
        return request.getLimit() == 0 ? DEFAULT_LIMIT : Integer.toUnsignedLong(request.getLimit());
    }

    /**
     * Who asks; "somebody" when the request does not say.
     *
     * @throws RequestRefused when it is not one readable line
     */
    static String by(String by) {
        return by.isEmpty() ? "somebody" : line("by", by);
    }

    /**
     * Why somebody asks; may be empty.
     *
     * @throws RequestRefused when it is not one readable line
     */
    static String reason(String reason) {
        return line("reason", reason);
    }

    /** The history shows it on a terminal for ever, where a second line or a control character can pretend to be something else. */
    private static String line(String field, String text) {
        Optional<String> objection = text.contains("\n") || text.contains("\t")
                ? Optional.of("a line end or a tab")
                : ReadableText.objection(text);
        if (objection.isPresent()) {
            throw new RequestRefused(
                    Code.INVALID,
                    "expected one line of readable text as \"" + field + "\", but there is " + objection.get()
                            + " in it",
                    "leave it out of the text");
        }
        if (text.length() > MOST_CHARACTERS) {
            throw new RequestRefused(
                    Code.INVALID,
                    "expected at most %d characters as \"%s\", found %d"
                            .formatted(MOST_CHARACTERS, field, text.length()),
                    "say it shorter, such as with the name of a ticket");
        }
        return text;
    }

    /**
     * Hash of the plan that is approved, by node.
     *
     * @throws RequestRefused when it is not one hash, in hex, for each node
     */
    static SortedMap<String, ByteString> plans(ApproveEpochRequest request) {
        TreeMap<String, ByteString> hashes = new TreeMap<>();
        for (ApprovedPlan plan : request.getPlansList()) {
            if (hashes.put(plan.getNode(), fromHex(plan)) != null) {
                throw new RequestRefused(
                        Code.INVALID,
                        "expected one plan for each node, but node " + plan.getNode() + " is there twice",
                        "name each node once, with its plan as it was shown");
            }
        }
        return Collections.unmodifiableSortedMap(hashes);
    }

    private static ByteString fromHex(ApprovedPlan plan) {
        try {
            return ByteString.copyFrom(HexFormat.of().parseHex(plan.getPlanHash()));
        } catch (IllegalArgumentException wrong) {
            throw new RequestRefused(
                    Code.INVALID,
                    "expected the plan hash of node " + plan.getNode() + " in hex, found \"" + plan.getPlanHash()
                            + "\"",
                    "take it from the plan as it was shown");
        }
    }
}
