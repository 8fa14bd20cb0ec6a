package dev.lockstep.integration.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Step;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The trigger that keeps a new column filled: what it computes, for whom, and that it costs no query and no search path where it needs none. */
class PostgresSyncTriggerIT {

    private static final String LONG = "a_name_of_sixty_three_bytes_which_is_as_long_as_names_can_get_1";

    static Stream<Arguments> tables() {
        return Stream.of(
                Arguments.of("things", "id", "name", "coalesce(char_length(name), 0)", true),
                Arguments.of("things", "id", "name", "coalesce(char_length(things.name), 0)", true),
                Arguments.of("new", "id", "old", "coalesce(char_length(\"new\".old), 0)", true),
                Arguments.of("my \"things\"", "the key", "a \"name\"", "char_length(\"a \"\"name\"\"\")", true),
                Arguments.of(LONG, LONG, "name", "char_length(name) + 0 * \"" + LONG + "\"", true),
                Arguments.of(
                        "things",
                        "id",
                        "name",
                        "CASE WHEN name LIKE 'it''s \\\\ %' THEN 8 ELSE char_length(name) END",
                        true),
                Arguments.of(
                        "things", "id", "name", "(to_jsonb(things) ->> 'name' = name)::int * char_length(name)", true),
                Arguments.of("things", "id", "name", "length_of(name)", false),
                Arguments.of("things", "id", "name", "octet_length(name)", false));
    }

    @ParameterizedTest(name = "{0}: {3}")
    @MethodSource("tables")
    void fillsWhatWritersLeaveOut(String table, String key, String column, String value, boolean simple)
            throws SQLException {
        String name = quoted(table);
        String setup = """
                CREATE TABLE %1$s (%2$s bigint GENERATED ALWAYS AS IDENTITY, part int DEFAULT 1, %3$s text, PRIMARY KEY (%2$s, part));
                CREATE FUNCTION length_of(text) RETURNS int LANGUAGE plpgsql STABLE AS 'BEGIN RETURN char_length($1); END';
                CREATE SCHEMA other;
                CREATE FUNCTION other.octet_length(text) RETURNS int LANGUAGE sql AS 'SELECT -1';
                INSERT INTO %1$s (%3$s) VALUES ('before')
                """.formatted(name, quoted(key), quoted(column));
        try (PostgresNode node = new PostgresNode(setup)) {
            Plan plan = PostgresNode.plan(node.plan(change(table, value)));
            expand(node, plan);

            assertThat(plan.getSteps(1).getStatement().getSql(0).contains("SET search_path"))
                    .isEqualTo(!simple);
            node.run("SET search_path = other, pg_catalog");
            node.run("INSERT INTO public.%s (%s) VALUES ('it''s \\ a')".formatted(name, quoted(column)));
            node.run("INSERT INTO public.%s (%s, filled) VALUES ('own', -7)".formatted(name, quoted(column)));
            node.run("UPDATE public.%s SET part = 2".formatted(name));
            assertThat(filled(node, name)).isEqualTo("NULL -7 8");

            node.run("UPDATE public.%s SET filled = NULL WHERE filled < 0".formatted(name));
            assertThat(filled(node, name)).isEqualTo("NULL 3 8");

            node.run("SET search_path = public, pg_temp");
            Step look = plan.getStepsList().stream()
                    .filter(Step::hasCheck)
                    .findFirst()
                    .orElseThrow();
            assertThat(node.ask(look.getCheck().getQuery()))
                    .as("the row that is not filled")
                    .isEqualTo("1, 2");
            node.run("UPDATE %1$s SET filled = 0 WHERE filled IS NULL".formatted(name));
            assertThat(node.ask(look.getCheck().getQuery()))
                    .as("what writers chose is theirs")
                    .isEmpty();
        }
    }

    @Test
    void firesTriggersOfUsersOnceForEachStatementOfTheirs() throws SQLException {
        String setup = """
                CREATE TABLE things (id int PRIMARY KEY, name text);
                CREATE TABLE fired (what text);
                CREATE FUNCTION fire() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO fired VALUES (TG_OP); RETURN NEW; END';
                CREATE TRIGGER users BEFORE INSERT OR UPDATE ON things FOR EACH ROW EXECUTE FUNCTION fire()
                """;
        try (PostgresNode node = new PostgresNode(setup)) {
            expand(node, PostgresNode.plan(node.plan(change("things", "char_length(name)"))));

            node.run("INSERT INTO things VALUES (1, 'one')");
            node.run("UPDATE things SET name = 'three'");
            node.run("UPDATE things SET filled = NULL");

            assertThat(node.ask("SELECT string_agg(what, ' ' ORDER BY what) FROM fired"))
                    .isEqualTo("INSERT UPDATE UPDATE");
            assertThat(node.ask("SELECT filled FROM things")).isEqualTo("5");
        }
    }

    private static String change(String table, String value) {
        return """
                change: fill
                fleet: orders
                operations:
                  - add_column:
                      table: '%s'
                      column: filled
                      type: int
                      value: {postgres: '%s'}
                """.formatted(table, value.replace("'", "''"));
    }

    private static void expand(PostgresNode node, Plan plan) throws SQLException {
        List<Step> steps = plan.getStepsList().stream()
                .filter(step -> step.getPhase() == Phase.EXPAND)
                .toList();
        for (Step step : steps) {
            new StepDriver(node).forward(step);
        }
    }

    private static String filled(PostgresNode node, String table) throws SQLException {
        return node.ask(
                "SELECT string_agg(coalesce(filled::text, 'NULL'), ' ' ORDER BY filled NULLS FIRST) FROM public."
                        + table);
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
