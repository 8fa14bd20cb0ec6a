package dev.lockstep.coordinator.api;

import com.linecorp.armeria.client.grpc.GrpcClients;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A real server on a free port, over fakes, with clients for both faces. */
final class RunningApi implements AutoCloseable {
    final FakeCoordinator coordinator = new FakeCoordinator();
    final FakeAgents agents = new FakeAgents();
    final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final ApiServer server =
            new ApiServer(coordinator, agents, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), "127.0.0.1", 0);

    RunningApi() {
        server.start();
    }

    int port() {
        return server.port();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    /** A gRPC stub of any kind. */
    <T> T grpc(Class<T> stub) {
        return GrpcClients.builder("gproto+h2c://127.0.0.1:" + server.port() + "/")
                .responseTimeout(Duration.ZERO)
                .build(stub);
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    HttpResponse<String> postJson(String path, String body) {
        return post(path, "application/json", body);
    }

    HttpResponse<String> post(String path, String contentType, String body) {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
