package dev.lockstep.agent.engine.mysql;

import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Severity;
import java.util.List;

/** Makes findings. */
final class Findings {
    private Findings() {}

    static Finding refuse(String code, String message, List<String> samples, int line) {
        return Finding.newBuilder()
                .setSeverity(Severity.REFUSE)
                .setCode(code)
                .setMessage(message)
                .addAllSamples(samples)
                .setLine(line)
                .build();
    }

    static Finding refuse(String code, String message) {
        return refuse(code, message, List.of(), 0);
    }

    static Finding note(String code, String message, List<String> samples) {
        return Finding.newBuilder()
                .setSeverity(Severity.NOTE)
                .setCode(code)
                .setMessage(message)
                .addAllSamples(samples)
                .build();
    }

    static Finding note(String code, String message) {
        return note(code, message, List.of());
    }
}
