package dev.lockstep.coordinator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import org.jspecify.annotations.Nullable;

/** Errors as REST tells them: an HTTP status, and code, message and next step as JSON; for whatever goes wrong, wherever. */
final class RestErrors implements ServerErrorHandler {
    private static final String RETRY_AFTER_SECONDS = "1";

    static HttpResponse respond(ServiceRequestContext context, Throwable failure) {
        ApiError error = ApiError.of(failure);
        ResponseHeadersBuilder headers = headers(error.httpStatus());
        if (error.namesLeader()) {
            String scheme = context.sessionProtocol().isTls() ? "https" : "http";
            headers.set(
                    HttpHeaderNames.LOCATION,
                    scheme + "://" + error.nextStep() + context.request().path());
        }
        return HttpResponse.of(headers.build(), body(error));
    }

    @Override
    public HttpResponse onServiceException(ServiceRequestContext context, Throwable cause) {
        return respond(context, cause);
    }

    @Override
    public AggregatedHttpResponse onProtocolViolation(
            ServiceConfig config,
            @Nullable RequestHeaders request,
            HttpStatus status,
            @Nullable String description,
            @Nullable Throwable cause) {
        return AggregatedHttpResponse.of(headers(status).build(), body(ApiError.of(status)));
    }

    /** For what is answered before any service is found. */
    @Override
    public AggregatedHttpResponse renderStatus(
            @Nullable ServiceRequestContext context,
            ServiceConfig config,
            @Nullable RequestHeaders request,
            HttpStatus status,
            @Nullable String description,
            @Nullable Throwable cause) {
        return AggregatedHttpResponse.of(headers(status).build(), body(ApiError.of(status)));
    }

    private static ResponseHeadersBuilder headers(HttpStatus status) {
        ResponseHeadersBuilder headers = ResponseHeaders.builder(status).contentType(MediaType.JSON_UTF_8);
        if (status.equals(HttpStatus.SERVICE_UNAVAILABLE)) {
            headers.set(HttpHeaderNames.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return headers;
    }

    private static HttpData body(ApiError error) {
        ObjectNode body = StrictJson.object();
        body.put("code", error.code());
        body.put("message", error.message());
        body.put("nextStep", error.nextStep());
        return HttpData.ofUtf8(body + "\n");
    }
}
