package dev.lockstep.agent.engine.postgres.explain.statement;

/** The modes of locks on relations, from the weakest to the strongest. */
public enum LockMode {
    ACCESS_SHARE("AccessShareLock", "ACCESS SHARE"),
    ROW_SHARE("RowShareLock", "ROW SHARE"),
    ROW_EXCLUSIVE("RowExclusiveLock", "ROW EXCLUSIVE"),
    SHARE_UPDATE_EXCLUSIVE("ShareUpdateExclusiveLock", "SHARE UPDATE EXCLUSIVE"),
    SHARE("ShareLock", "SHARE"),
    SHARE_ROW_EXCLUSIVE("ShareRowExclusiveLock", "SHARE ROW EXCLUSIVE"),
    EXCLUSIVE("ExclusiveLock", "EXCLUSIVE"),
    ACCESS_EXCLUSIVE("AccessExclusiveLock", "ACCESS EXCLUSIVE");

    private final String ofServer;
    private final String inWords;

    LockMode(String ofServer, String inWords) {
        this.ofServer = ofServer;
        this.inWords = inWords;
    }

    /** As pg_locks shows it. */
    public String ofServer() {
        return ofServer;
    }

    /** As LOCK TABLE takes it. */
    public String inWords() {
        return inWords;
    }

    LockMode stronger(LockMode other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
