package dev.lockstep.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {

    private static final String SCHEMA = """
            -- as pg_dump writes it
            SELECT pg_catalog.set_config('search_path', '', false);
            CREATE TABLE public.orders (id bigint NOT NULL, code text, amount numeric(10,2));
            ALTER TABLE ONLY public.orders ADD CONSTRAINT orders_pkey PRIMARY KEY (id);
            """;

    @TempDir
    private Path folder;

    private CommandRun explain(String... more) throws IOException {
        Path schema = Files.writeString(folder.resolve("schema.sql"), SCHEMA);
        List<String> arguments =
                new ArrayList<>(List.of("explain", "--engine", "postgres", "--schema", schema.toString()));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray(new String[0]));
    }

    private static JsonArray statements(CommandRun run) {
        return JsonParser.parseString(run.out()).getAsJsonObject().getAsJsonArray("statements");
    }

    @Test
    void answersWithEveryFieldOfEachStatement() throws IOException {
        CommandRun run = explain(
                "--engine-version",
                "16",
                "--json",
                "--sql",
                "ALTER TABLE orders ALTER amount TYPE text; CREATE INDEX CONCURRENTLY i ON orders (code)");

        assertThat(run.exitCode()).isZero();
        JsonObject first = statements(run).get(0).getAsJsonObject();
        assertThat(first.keySet())
                .containsExactly("sql", "locks", "rewrites", "scans", "indexBuilds", "safer", "error");
        assertThat(first.get("locks"))
                .hasToString("[{\"relation\":\"orders\",\"mode\":\"AccessExclusiveLock\"},"
                        + "{\"relation\":\"orders_pkey\",\"mode\":\"AccessExclusiveLock\"}]");
        assertThat(first.get("rewrites")).hasToString("[\"orders\"]");
        assertThat(first.get("indexBuilds")).hasToString("[\"orders_pkey\"]");
        assertThat(first.get("safer").getAsString()).startsWith("operations:\n  - change_type:\n");
        assertThat(first.get("error").isJsonNull()).isTrue();
        JsonObject second = statements(run).get(1).getAsJsonObject();
        assertThat(second.get("locks"))
                .hasToString("[{\"relation\":\"orders\",\"mode\":\"ShareUpdateExclusiveLock\"}]");
        assertThat(second.get("safer").isJsonNull()).isTrue();
    }

    @Test
    void eachStatementSeesWhatThoseBeforeItLeft() throws IOException {
        CommandRun run = explain(
                "--engine-version",
                "16",
                "--json",
                "--sql",
                "ALTER TABLE orders RENAME TO purchases; ALTER TABLE orders ADD a int; ALTER TABLE purchases ADD a int");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(statements(run).get(1).getAsJsonObject().get("error").getAsString())
                .isEqualTo("relation \"orders\" does not exist (SQLSTATE 42P01)");
        assertThat(statements(run).get(2).getAsJsonObject().get("error").isJsonNull())
                .isTrue();
    }

    @Test
    void aStatementThatCannotBeReadIsRefusedWithThePlace() throws IOException {
        CommandRun run = explain("--engine-version", "12", "--sql", "ALTER TABLE orders\n  AD a int");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("syntax error at or near \"AD\" at line 2, column 3");
    }

    @Test
    void readsLikeALetter() throws IOException {
        CommandRun run = explain("--engine-version", "16", "--sql", "CREATE INDEX ON orders (code)");

        assertThat(run.out()).isEqualTo("""
                CREATE INDEX ON orders (code)
                  locks orders in ShareLock
                  builds orders_code_idx
                  safer, as a change:
                    operations:
                      - add_index:
                          table: orders
                          name: orders_code_idx
                          columns: [code]
                """);
    }

    @Test
    void whatIsNotUnderstoodOfTheSchemaIsAWarning() throws IOException {
        Path schema = Files.writeString(
                folder.resolve("odd.sql"), "CREATE TABLE a (id int);\nCREATE TABEL b (id int);\nDO $$ BEGIN END $$;\n");

        CommandRun run = CommandRun.of(
                "explain", "--engine-version", "16", "--schema", schema.toString(), "--sql", "DROP TABLE a");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err().lines())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).contains("line 2: CREATE TABEL b"));
    }

    @Test
    void badInputIsToldApart() throws IOException {
        assertThat(explain("--engine-version", "11", "--sql", "SELECT 1").exitCode())
                .isEqualTo(2);
        assertThat(explain("--engine-version", "x", "--sql", "SELECT 1").exitCode())
                .isEqualTo(2);
        assertThat(explain("--engine-version", "16").err()).contains("expected --sql or --sql-file, found neither");
        assertThat(explain("--engine-version", "16", "--sql", " ; -- nothing").exitCode())
                .isEqualTo(2);
        assertThat(CommandRun.of(
                                "explain",
                                "--engine-version",
                                "16",
                                "--schema",
                                folder.resolve("no.sql").toString(),
                                "--sql",
                                "SELECT 1")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void whatLockstepWouldRefuseIsNotSaferEither() throws IOException {
        Path schema = Files.writeString(folder.resolve("parts.sql"), """
                CREATE TABLE customers (id int PRIMARY KEY, code int UNIQUE);
                CREATE TABLE orders (id bigint PRIMARY KEY, customer int REFERENCES customers);
                CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at);
                CREATE TABLE events_now PARTITION OF events DEFAULT;
                """);
        CommandRun run = CommandRun.of(
                "explain",
                "--engine",
                "postgres",
                "--engine-version",
                "16",
                "--schema",
                schema.toString(),
                "--json",
                "--sql",
                "ALTER TABLE customers ALTER id TYPE bigint; ALTER TABLE orders ALTER customer TYPE bigint;"
                        + " ALTER TABLE events ADD COLUMN x int; ALTER TABLE orders ADD COLUMN x uuid DEFAULT gen_random_uuid();"
                        + " ALTER TABLE customers ALTER code TYPE bigint;"
                        + " ALTER TABLE orders DROP CONSTRAINT orders_pkey, ADD PRIMARY KEY (customer, id);"
                        + " ALTER TABLE orders DROP CONSTRAINT orders_pkey;"
                        + " ALTER TABLE orders RENAME TO purchases");

        assertThat(statements(run))
                .extracting(each -> each.getAsJsonObject().get("safer").isJsonNull()
                        ? ""
                        : each.getAsJsonObject()
                                .get("safer")
                                .getAsString()
                                .lines()
                                .toList()
                                .get(1)
                                .strip())
                .containsExactly(
                        "- widen_key:",
                        "",
                        "- add_column:",
                        "",
                        "- change_type:",
                        "- replace_primary_key:",
                        "",
                        "- rename_table:");
    }
}
