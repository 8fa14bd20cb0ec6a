package dev.lockstep.coordinator.api;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.healthcheck.SettableHealthChecker;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Whether this coordinator can serve: asked by HTTP, watched by the gRPC health service. */
final class Readiness implements HttpService {
    private final CoordinatorOperations operations;
    private final SettableHealthChecker health = new SettableHealthChecker(false);

    Readiness(CoordinatorOperations operations) {
        this.operations = operations;
    }

    SettableHealthChecker health() {
        return health;
    }

    /** Keeps the gRPC health service up to date, until the result is cancelled. */
    ScheduledFuture<?> watch(EventExecutor executor) {
        refresh();
        long intervalMillis = Limits.READINESS_INTERVAL.toMillis();
        return executor.scheduleAtFixedRate(this::refresh, intervalMillis, intervalMillis, TimeUnit.MILLISECONDS);
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        String missing = refresh();
        return missing.isEmpty()
                ? HttpResponse.of(HttpStatus.OK, MediaType.PLAIN_TEXT_UTF_8, "ready\n")
                : HttpResponse.of(HttpStatus.SERVICE_UNAVAILABLE, MediaType.PLAIN_TEXT_UTF_8, missing + "\n");
    }

    private String refresh() {
        String missing;
        try {
            missing = operations.unreadiness();
        } catch (RuntimeException failure) {
            missing = ApiError.of(failure).message();
        }
        health.setHealthy(missing.isEmpty());
        return missing;
    }
}
