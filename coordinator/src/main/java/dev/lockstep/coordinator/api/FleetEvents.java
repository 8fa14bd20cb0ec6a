package dev.lockstep.coordinator.api;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.streaming.ServerSentEvents;

/** The statuses of a fleet as server-sent events: each event's data is one status as JSON. */
final class FleetEvents implements HttpService {
    private static final ResponseHeaders HEADERS = ResponseHeaders.builder(HttpStatus.OK)
            .contentType(MediaType.EVENT_STREAM)
            .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
            .build();

    private final FleetWatches watches;

    FleetEvents(FleetWatches watches) {
        this.watches = watches;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        context.clearRequestTimeout();
        EventSender sender = new EventSender(context.eventLoop().withoutContext());
        try {
            watches.follow(
                    context.pathParams().getOrDefault("fleet", ""), sender.statuses(), sender.over(), sender::end);
        } catch (RuntimeException refused) {
            return RestErrors.respond(context, refused);
        }
        return ServerSentEvents.fromPublisher(HEADERS, sender.events());
    }
}
