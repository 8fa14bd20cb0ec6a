package dev.lockstep.change;

import dev.lockstep.change.sql.SqlDialect;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A piece of SQL; a number or a truth value may stand without YAML's quotes.
 *
 * @param rule what it must be
 * @param dialects by whose rules it is read; it must be right by each
 */
record SqlForm(SqlRule rule, List<SqlDialect> dialects) implements Form<String> {
    private static final Set<Tag> WRITTEN_AS_SQL = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL);

    @Override
    public Optional<String> read(Node node, ProblemLog problems) {
        if (!(node instanceof ScalarNode scalar) || !WRITTEN_AS_SQL.contains(scalar.getTag())) {
            problems.add(node, "expected " + rule.what() + ", found " + Found.in(node) + advice(node));
            return Optional.empty();
        }
        String written = scalar.getValue().strip();
        if (written.isEmpty()) {
            problems.add(node, "expected " + rule.what() + ", found an empty text");
            return Optional.empty();
        }
        Optional<String> objection = dialects.stream()
                .flatMap(dialect -> rule.objection(written, dialect).stream())
                .findFirst()
                .or(() -> dialects.size() > 1 ? NeutralSql.objection(written) : Optional.empty());
        objection.ifPresent(message -> problems.add(node, "expected " + message));
        return objection.isPresent() ? Optional.empty() : Optional.of(written);
    }

    private static String advice(Node node) {
        boolean isNull = node.getTag().equals(Tag.NULL);
        return isNull ? "; leave the key out for none, or write \"NULL\" in quotes for SQL's NULL" : "";
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of("type", List.of("string", "number", "boolean"));
    }
}
