package dev.lockstep.change;

import dev.lockstep.change.sql.SqlDialect;
import dev.lockstep.v1.PerEngine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** A text for every engine, or a mapping with one for each. */
final class PerEngineForm implements Form<PerEngine> {
    /** A column's type: neutral, or an engine's own. */
    static final PerEngineForm TYPE =
            new PerEngineForm("a type", TypeForm.NEUTRAL, TypeForm.OF_ENGINE, TypeForm.OF_ENGINE, "text");

    /** An expression over the row. */
    static final PerEngineForm EXPRESSION = ofSql(SqlRule.EXPRESSION, "\"lower(email)\"");

    /** A constant. */
    static final PerEngineForm CONSTANT = ofSql(SqlRule.CONSTANT, "\"'eu'\"");

    private final String what;
    private final Key<String> any;
    private final Key<String> postgres;
    private final Key<String> mysql;
    private final Key<String> mariadb;
    private final List<Key<?>> keys;

    private PerEngineForm(
            String what, Form<String> neutral, Form<String> ofPostgres, Form<String> ofMysql, String example) {
        this.what = what;
        this.postgres = Key.optional("postgres", ofPostgres, example, "For PostgreSQL.");
        this.mysql =
                Key.optional("mysql", ofMysql, example, "For MySQL, and for MariaDB where it has none of its own.");
        this.mariadb = Key.optional("mariadb", ofMysql, example, "For MariaDB.");
        this.any = Key.optional("any", neutral, example, "For the engines that are not named.");
        this.keys = List.of(postgres, mysql, mariadb, any);
    }

    private static PerEngineForm ofSql(SqlRule rule, String example) {
        return new PerEngineForm(
                rule.what(),
                new SqlForm(rule, List.of(SqlDialect.POSTGRES, SqlDialect.MYSQL)),
                new SqlForm(rule, List.of(SqlDialect.POSTGRES)),
                new SqlForm(rule, List.of(SqlDialect.MYSQL)),
                example);
    }

    @Override
    public Optional<PerEngine> read(Node node, ProblemLog problems) {
        if (!(node instanceof MappingNode mapping)) {
            return any.form()
                    .read(node, problems)
                    .map(text -> PerEngine.newBuilder().setAny(text).build());
        }
        if (mapping.getValue().isEmpty()) {
            problems.add(node, "expected " + what + " for at least one engine (postgres, mysql, mariadb), found none");
            return Optional.empty();
        }
        Fields fields = new Fields(mapping, what + " for each engine", keys, Map.of(), problems);
        PerEngine.Builder perEngine = PerEngine.newBuilder();
        fields.get(any).ifPresent(perEngine::setAny);
        fields.get(postgres).ifPresent(perEngine::setPostgres);
        fields.get(mysql).ifPresent(perEngine::setMysql);
        fields.get(mariadb).ifPresent(perEngine::setMariadb);
        return Optional.of(perEngine.build());
    }

    /** The texts of a value that was read, whatever engine they are for. */
    static List<String> texts(PerEngine perEngine) {
        List<String> texts = new ArrayList<>(
                List.of(perEngine.getAny(), perEngine.getPostgres(), perEngine.getMysql(), perEngine.getMariadb()));
        texts.removeIf(String::isEmpty);
        return texts;
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (Key<?> key : keys) {
            Map<String, Object> schema = new LinkedHashMap<>(key.form().schema());
            schema.put("description", key.about());
            properties.put(key.name(), schema);
        }
        Map<String, Object> mapping = new LinkedHashMap<>();
        mapping.put("type", "object");
        mapping.put("properties", properties);
        mapping.put("minProperties", 1);
        mapping.put("additionalProperties", false);
        return Map.of("anyOf", List.of(any.form().schema(), mapping));
    }
}
