package dev.lockstep.agent.engine.mysql;

import dev.lockstep.v1.PerEngine;

/** What is said about a type that cannot be used. */
final class ColumnTypeMessages {
    private ColumnTypeMessages() {}

    static String unknown(PerEngine type) {
        String found = !type.getMariadb().isEmpty()
                ? type.getMariadb()
                : type.getMysql().isEmpty() ? type.getAny() : type.getMysql();
        return "expected a neutral type (text, varchar(n), int, bigint, smallint, boolean, decimal(p,s), double, real, "
                + "date, time, timestamp, timestamptz, uuid, json, binary) or a type of the server alone, found \""
                + found + "\"; correct it";
    }
}
