package dev.lockstep.coordinator.api;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.HttpStatusException;
import java.net.URI;

/** Keeps pages of other sites from deciding anything through the browser of somebody who can reach the coordinator. */
final class SameOrigin {
    private SameOrigin() {}

    /** @throws RequestRefused (within an HTTP status) when a browser sent the decision for another site */
    static void check(RequestHeaders headers) {
        String origin = headers.get(HttpHeaderNames.ORIGIN);
        if (headers.method() == HttpMethod.GET || origin == null || isOf(origin, headers.authority())) {
            return;
        }
        throw HttpStatusException.of(
                HttpStatus.FORBIDDEN,
                new RequestRefused(
                        RequestRefused.Code.INVALID,
                        "expected a decision from this coordinator's own page or from a program, but a page of "
                                + origin + " sent it",
                        "Use the lockstep command, or curl."));
    }

    private static boolean isOf(String origin, @org.jspecify.annotations.Nullable String authority) {
        try {
            return authority != null && authority.equals(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
