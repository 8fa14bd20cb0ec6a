package dev.lockstep.coordinator.api;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.grpc.GrpcSerializationFormats;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import com.linecorp.armeria.server.grpc.GrpcHealthCheckService;
import com.linecorp.armeria.server.grpc.GrpcService;
import com.linecorp.armeria.server.grpc.GrpcServiceBuilder;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;

/** The gRPC face: both services, and reflection and health beside them, each with its limits. */
final class GrpcServices {
    private GrpcServices() {}

    // The older reflection is what tools of some years ago still ask for.
    @SuppressWarnings("deprecation")
    static void addTo(
            ServerBuilder server, ServerServiceDefinition coordinator, BindableService agents, Readiness readiness) {
        GrpcService forUsers = builder(Limits.REQUEST_BYTES)
                .addService(coordinator)
                .addService(ProtoReflectionServiceV1.newInstance())
                .addService(GrpcHealthCheckService.of(readiness.health()))
                .build();
        GrpcService olderReflection = builder(Limits.REQUEST_BYTES)
                .addService(ProtoReflectionService.newInstance())
                .build();
        GrpcService forAgents =
                builder(Limits.AGENT_MESSAGE_BYTES).addService(agents).build();
        server.service(forUsers, delegate -> withoutLimitsForStreams(forUsers, delegate))
                .service(olderReflection, delegate -> withoutLimitsForStreams(olderReflection, delegate))
                .service(forAgents, delegate -> withoutLimitsForStreams(forAgents, delegate));
    }

    private static GrpcServiceBuilder builder(int maxMessageBytes) {
        return GrpcService.builder()
                .supportedSerializationFormats(GrpcSerializationFormats.PROTO)
                .maxRequestMessageLength(maxMessageBytes)
                .intercept(new OneAfterTheOther())
                .exceptionHandler(new GrpcErrors());
    }

    private static HttpService withoutLimitsForStreams(GrpcService service, HttpService delegate) {
        return new SimpleDecoratingHttpService(delegate) {
            @Override
            public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
                ServerMethodDefinition<?, ?> method = service.methodDefinition(context);
                if (method != null && method.getMethodDescriptor().getType() != MethodType.UNARY) {
                    context.clearRequestTimeout();
                    context.setMaxRequestLength(0);
                }
                return unwrap().serve(context, request);
            }
        };
    }
}
