package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Severity;
import java.util.ArrayList;
import java.util.List;

/** Collects findings; all of them are reported at once. */
final class Findings {

    private final List<Finding> all = new ArrayList<>();

    /** The node cannot take the change. */
    Findings refuse(String code, String message) {
        all.add(finding(Severity.REFUSE, code, message));
        return this;
    }

    /** Worth knowing. */
    Findings note(String code, String message) {
        all.add(finding(Severity.NOTE, code, message));
        return this;
    }

    /** Refuses unless it holds. */
    Findings expect(boolean holds, String code, String message) {
        return holds ? this : refuse(code, message);
    }

    boolean anyRefusal() {
        return all.stream().anyMatch(Findings::refuses);
    }

    List<Finding> list() {
        return List.copyOf(all);
    }

    static boolean refuses(Finding finding) {
        return finding.getSeverity() == Severity.REFUSE;
    }

    static Finding finding(Severity severity, String code, String message) {
        return Finding.newBuilder()
                .setSeverity(severity)
                .setCode(code)
                .setMessage(message)
                .build();
    }
}
