package dev.lockstep.coordinator.journal;

import java.time.Duration;
import java.util.Map;

/**
 * How long the coordinator waits for Kafka.
 *
 * @param requestTimeout for one request
 * @param answerTimeout for one thing that was asked for, with all its requests and repetitions; longer than the former
 */
public record KafkaTiming(Duration requestTimeout, Duration answerTimeout) {
    /** For a cluster in one data centre. */
    public static final KafkaTiming DEFAULT = new KafkaTiming(Duration.ofSeconds(5), Duration.ofSeconds(10));

    public KafkaTiming {
        if (requestTimeout.compareTo(answerTimeout) > 0) {
            throw new IllegalArgumentException("expected an answer time-out of at least the request time-out "
                    + requestTimeout + ", found " + answerTimeout);
        }
    }

    int requestMillis() {
        return Math.toIntExact(requestTimeout.toMillis());
    }

    int answerMillis() {
        return Math.toIntExact(answerTimeout.toMillis());
    }

    /** Time-outs that every client knows. */
    public void addTo(Map<String, Object> properties) {
        properties.put("request.timeout.ms", requestMillis());
        properties.put("default.api.timeout.ms", answerMillis());
        properties.put("reconnect.backoff.max.ms", 1_000);
    }
}
