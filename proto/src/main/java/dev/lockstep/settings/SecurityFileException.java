package dev.lockstep.settings;

import java.util.List;

/** Files with security settings are not right. The message has every problem, one a line, and no secret. */
public final class SecurityFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SecurityFileException(List<String> problems) {
        super("the security settings are not right:\n  - " + String.join("\n  - ", problems));
    }
}
