package dev.lockstep.agent.settings;

import java.util.List;

/** A settings file is not right. The message has every problem, one a line. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SettingsException(String file, List<String> problems) {
        super("the agent's settings in " + file + " are not right:\n  - " + String.join("\n  - ", problems));
    }
}
