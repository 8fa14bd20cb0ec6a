package dev.lockstep.integration.simulation;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Simulated processes log as much as real ones, a thousand times as fast. */
public final class QuietLog implements BeforeAllCallback, AfterAllCallback {
    private static final String OURS = "dev.lockstep";

    @Override
    public void beforeAll(ExtensionContext context) {
        Configurator.setLevel(OURS, Level.OFF);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Configurator.setLevel(OURS, (Level) null);
    }
}
