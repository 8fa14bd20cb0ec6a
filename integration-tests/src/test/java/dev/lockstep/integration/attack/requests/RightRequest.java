package dev.lockstep.integration.attack.requests;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A request that would be taken as it is. The body is a copy of its own each time. */
record RightRequest(String target, ObjectNode body) {
    HttpText text() {
        return HttpText.post(target, body.toString());
    }

    HttpText text(ObjectNode other) {
        return HttpText.post(target, other.toString());
    }

    ObjectNode copy() {
        return body.deepCopy();
    }

    boolean isOfEpoch() {
        return target.contains("/epochs/");
    }

    boolean isApproval() {
        return target.endsWith("/approve");
    }

    boolean hasReason() {
        return body.has("reason");
    }
}
