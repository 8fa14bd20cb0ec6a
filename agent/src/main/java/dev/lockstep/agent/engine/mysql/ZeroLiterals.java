package dev.lockstep.agent.engine.mysql;

import dev.lockstep.agent.engine.mysql.SqlTokens.Kind;
import java.util.Map;
import java.util.Optional;

/** The plainest value of a type. Dates are ones that strict sessions accept. */
final class ZeroLiterals {

    private static final Map<String, String> BY_TYPE = Map.ofEntries(
            Map.entry("tinyint", "0"),
            Map.entry("smallint", "0"),
            Map.entry("mediumint", "0"),
            Map.entry("int", "0"),
            Map.entry("bigint", "0"),
            Map.entry("decimal", "0"),
            Map.entry("float", "0"),
            Map.entry("double", "0"),
            Map.entry("bit", "b'0'"),
            Map.entry("char", "''"),
            Map.entry("varchar", "''"),
            Map.entry("binary", "''"),
            Map.entry("varbinary", "''"),
            Map.entry("tinytext", "''"),
            Map.entry("text", "''"),
            Map.entry("mediumtext", "''"),
            Map.entry("longtext", "''"),
            Map.entry("tinyblob", "''"),
            Map.entry("blob", "''"),
            Map.entry("mediumblob", "''"),
            Map.entry("longblob", "''"),
            Map.entry("json", "'null'"),
            Map.entry("set", "''"),
            Map.entry("date", "'1971-01-01'"),
            Map.entry("datetime", "'1971-01-01 00:00:00'"),
            Map.entry("timestamp", "'1971-01-01 00:00:00'"),
            Map.entry("time", "'00:00:00'"),
            Map.entry("year", "1971"),
            Map.entry("uuid", "'00000000-0000-0000-0000-000000000000'"));

    private ZeroLiterals() {}

    /** Empty for types that have none. */
    static Optional<String> of(ColumnFacts column) {
        if (column.dataType().equals("enum")) {
            return SqlTokens.of(column.type()).stream()
                    .filter(token -> token.kind() == Kind.TEXT)
                    .map(SqlTokens.Token::text)
                    .findFirst();
        }
        return Optional.ofNullable(BY_TYPE.get(column.dataType()));
    }
}
