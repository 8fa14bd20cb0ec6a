package dev.lockstep.agent.engine;

/** A text that must not be seen. It prints as {@code ***}. */
public record Secret(String reveal) {
    @Override
    public String toString() {
        return "***";
    }
}
