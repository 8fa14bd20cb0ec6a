package dev.lockstep.coordinator.api;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.metric.MeterIdPrefixFunction;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.metric.MetricCollectingService;
import com.linecorp.armeria.server.prometheus.PrometheusExpositionService;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;

/**
 * Serves users and agents on one port: gRPC, REST, the live page, metrics and health. Start it once; close it once. Both may be called by any thread, but not at
 * the same time.
 */
public final class ApiServer implements AutoCloseable {
    private final OpenStreams streams = new OpenStreams();
    private final Readiness readiness;
    private final Server server;
    private @Nullable ScheduledFuture<?> readinessWatch;

    /**
     * Prepares the server; nothing listens yet.
     *
     * @param operations what users ask
     * @param sessions the agents' side
     * @param metrics what {@code /metrics} shows; the server adds its own request metrics
     * @param host address to listen on
     * @param port port to listen on; 0 takes a free one
     */
    public ApiServer(
            CoordinatorOperations operations,
            AgentSessions sessions,
            PrometheusMeterRegistry metrics,
            String host,
            int port) {
        readiness = new Readiness(operations);
        FleetWatches watches = new FleetWatches(operations, streams);
        CoordinatorMethods methods = new CoordinatorMethods(operations);
        ServerBuilder builder = Server.builder().http(new InetSocketAddress(host, port));
        limit(builder);
        builder.errorHandler(new RestErrors())
                .meterRegistry(metrics)
                .decorator(MetricCollectingService.newDecorator(MeterIdPrefixFunction.ofDefault("lockstep.api")))
                .disableServerHeader()
                .setHeader(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff");
        GrpcServices.addTo(
                builder, new GrpcCoordinator(methods, watches).service(), new GrpcAgents(sessions, streams), readiness);
        methods.all().forEach(method -> RestMethod.addTo(builder, method));
        builder.route()
                .get("/v1/fleets/{fleet}/watch")
                .defaultServiceName("events")
                .defaultLogName("WatchFleet")
                .build(new FleetEvents(watches));
        addHealthAndMetrics(builder, metrics);
        LivePage.addTo(builder);
        server = builder.build();
    }

    /**
     * Listens, and returns when requests are accepted.
     *
     * @throws java.util.concurrent.CompletionException when the address cannot be listened on
     */
    public void start() {
        server.start().join();
        readinessWatch = readiness.watch(server.config().workerGroup().next());
    }

    /** The port listened on; only once started. */
    public int port() {
        return server.activeLocalPort();
    }

    /** Ends all streams, lets other requests finish for a few seconds, and stops listening. */
    @Override
    public void close() {
        if (readinessWatch != null) {
            readinessWatch.cancel(false);
        }
        readiness.health().setHealthy(false);
        streams.endAll();
        server.stop().join();
    }

    private static void limit(ServerBuilder builder) {
        builder.maxRequestLength(Limits.REQUEST_BYTES)
                .requestTimeout(Limits.REQUEST_TIMEOUT)
                .idleTimeout(Limits.IDLE_TIMEOUT)
                .pingInterval(Limits.PING_INTERVAL)
                .gracefulShutdownTimeout(Duration.ZERO, Limits.SHUTDOWN_TIMEOUT);
    }

    private void addHealthAndMetrics(ServerBuilder builder, PrometheusMeterRegistry metrics) {
        builder.route()
                .get("/healthz")
                .defaultServiceName("health")
                .defaultLogName("live")
                .build((context, request) -> HttpResponse.of(HttpStatus.OK, MediaType.PLAIN_TEXT_UTF_8, "alive\n"));
        builder.route()
                .get("/readyz")
                .defaultServiceName("health")
                .defaultLogName("ready")
                .build(readiness);
        builder.route()
                .get("/metrics")
                .defaultServiceName("metrics")
                .defaultLogName("scrape")
                .build(PrometheusExpositionService.of(metrics.getPrometheusRegistry()));
    }
}
