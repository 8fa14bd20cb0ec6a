package dev.lockstep.coordinator.api;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Message;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.concurrent.CompletionStage;

/**
 * One method of the contract as REST, as its {@code google.api.http} annotation says. Armeria's own transcoding is not used: it takes a broken body for an empty
 * one and ignores unknown query parameters, and a rollback must not begin by mistake.
 */
final class RestMethod<Q extends Message, A extends Message> implements HttpService {
    private final UnaryMethod<Q, A> method;
    private final HttpRule rule;

    private RestMethod(UnaryMethod<Q, A> method, HttpRule rule) {
        this.method = method;
        this.rule = rule;
    }

    /** Serves the method at its path. */
    static <Q extends Message, A extends Message> void addTo(ServerBuilder server, UnaryMethod<Q, A> method) {
        HttpRule rule = method.described().getOptions().getExtension(AnnotationsProto.http);
        server.route()
                .addRoute(route(rule))
                .defaultServiceName(method.grpc().getServiceName())
                .defaultLogName(method.grpc().getBareMethodName())
                .build(new RestMethod<>(method, rule));
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest http) {
        return HttpResponse.of(http.aggregate()
                .thenCompose(request -> call(context, request))
                .thenApply(answer -> HttpResponse.of(HttpStatus.OK, MediaType.JSON_UTF_8, StrictJson.print(answer)))
                .exceptionally(failure -> RestErrors.respond(context, failure)));
    }

    @SuppressWarnings("unchecked")
    private CompletionStage<A> call(ServiceRequestContext context, AggregatedHttpRequest http) {
        SameOrigin.check(http.headers());
        Message.Builder empty = method.emptyRequest().toBuilder();
        return method.call(
                (Q) RestRequest.read(context, http, empty, rule.getBody().equals("*")));
    }

    private static Route route(HttpRule rule) {
        return switch (rule.getPatternCase()) {
            case GET ->
                Route.builder().methods(HttpMethod.GET).path(rule.getGet()).build();
            case POST ->
                Route.builder().methods(HttpMethod.POST).path(rule.getPost()).build();
            default -> throw new IllegalStateException("only GET and POST are served, but found " + rule);
        };
    }
}
