package dev.lockstep.change;

import dev.lockstep.change.sql.SqlDialect;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.RawSql;
import dev.lockstep.v1.RawStatement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code sql}: a raw step. */
final class RawSqlForm {
    private static final Key<Phase> PHASE = Key.required(
            "phase",
            new WordForm<>(
                    "a phase",
                    phases(),
                    Map.of(
                            "preflight", "expected a phase that changes something, found preflight; take expand",
                            "release", "expected a phase that changes something, found release; take contract")),
            "expand",
            "When it runs: expand, backfill, validate or contract.");
    private static final Key<RawStatement> POSTGRES = Key.optional(
            "postgres", RawStatementForm.shape("postgres", SqlDialect.POSTGRES), "{run: \"…\"}", "On PostgreSQL.");
    private static final Key<RawStatement> MYSQL = Key.optional(
            "mysql",
            RawStatementForm.shape("mysql", SqlDialect.MYSQL),
            "{run: \"…\", done_when: \"SELECT …\"}",
            "On MySQL, and on MariaDB where it has none of its own.");
    private static final Key<RawStatement> MARIADB = Key.optional(
            "mariadb",
            RawStatementForm.shape("mariadb", SqlDialect.MYSQL),
            "{run: \"…\", done_when: \"SELECT …\"}",
            "On MariaDB.");

    static final Shape<Operation> SHAPE = new Shape<>(
            "sql",
            "A raw step: one statement for each engine, run as it stands.",
            List.of(PHASE, POSTGRES, MYSQL, MARIADB),
            RawSqlForm::build);

    private RawSqlForm() {}

    private static Map<String, Phase> phases() {
        Map<String, Phase> phases = new LinkedHashMap<>();
        phases.put("expand", Phase.EXPAND);
        phases.put("backfill", Phase.BACKFILL);
        phases.put("validate", Phase.VALIDATE);
        phases.put("contract", Phase.CONTRACT);
        return phases;
    }

    private static Operation build(Fields fields, ProblemLog problems) {
        if (Stream.of(POSTGRES, MYSQL, MARIADB).noneMatch(fields::has)) {
            problems.add(
                    fields.place(),
                    "expected a statement for at least one engine in sql, found none; add `postgres: {run: \"…\"}`"
                            + " or `mysql: {run: \"…\", done_when: \"SELECT …\"}`");
        }
        RawSql.Builder sql = RawSql.newBuilder();
        fields.get(PHASE).ifPresent(sql::setPhase);
        fields.get(POSTGRES).ifPresent(sql::setPostgres);
        fields.get(MYSQL).ifPresent(sql::setMysql);
        fields.get(MARIADB).ifPresent(sql::setMariadb);
        return Operation.newBuilder().setSql(sql).build();
    }
}
