package dev.lockstep.agent.engine.mysql;

import dev.lockstep.v1.Engine;

/** The two kinds of servers that speak this protocol. */
enum Family {
    MYSQL("mysql", Engine.MYSQL),
    MARIADB("mariadb", Engine.MARIADB);

    private final String word;
    private final Engine engine;

    Family(String word, Engine engine) {
        this.word = word;
        this.engine = engine;
    }

    String word() {
        return word;
    }

    Engine engine() {
        return engine;
    }
}
