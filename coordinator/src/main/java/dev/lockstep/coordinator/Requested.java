package dev.lockstep.coordinator;

import com.google.protobuf.ByteString;
import dev.lockstep.coordinator.api.RequestRefused;
import dev.lockstep.coordinator.api.RequestRefused.Code;
import dev.lockstep.v1.ApproveEpochRequest;
import dev.lockstep.v1.ApprovedPlan;
import dev.lockstep.v1.ListEpochsRequest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/** What single fields of requests say, where their type alone does not tell. */
final class Requested {
    private static final int DEFAULT_LIMIT = 50;

    private Requested() {}

    /** How many epochs a list may have. */
    static long most(ListEpochsRequest request) {
        return request.getLimit() == 0 ? DEFAULT_LIMIT : Integer.toUnsignedLong(request.getLimit());
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
