package dev.lockstep.integration.simulation;

/** A process that can die, stand still, and be cut off from Kafka. */
final class Process {
    private final String name;
    private boolean alive = true;
    private boolean silenced;
    private long pausedUntil;
    private long withoutKafkaUntil;

    Process(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    boolean isAlive() {
        return alive;
    }

    void die() {
        alive = false;
    }

    /** What it has said and nobody has heard yet gets lost. */
    void silence() {
        silenced = true;
    }

    boolean isSilenced() {
        return silenced;
    }

    void requireAlive() {
        if (!alive) {
            throw new Unwound.Crashed();
        }
    }

    long pausedUntil() {
        return pausedUntil;
    }

    void pauseUntil(long millis) {
        pausedUntil = Math.max(pausedUntil, millis);
    }

    long withoutKafkaUntil() {
        return withoutKafkaUntil;
    }

    void cutFromKafkaUntil(long millis) {
        withoutKafkaUntil = millis;
    }

    /** A pause ends by itself: what came while it lasted must not be overtaken by what comes after it. */
    void heal() {
        withoutKafkaUntil = 0;
    }
}
