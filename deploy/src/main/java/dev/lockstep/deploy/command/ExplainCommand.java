package dev.lockstep.deploy.command;

import com.google.gson.GsonBuilder;
import dev.lockstep.agent.engine.postgres.explain.Explainer;
import dev.lockstep.agent.engine.postgres.explain.Explanation;
import dev.lockstep.deploy.text.ExplanationText;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "explain",
        description = {
            "Tell what SQL statements would lock, rewrite, scan and build, and the safer change; without any database.",
            "Each statement sees the schema that those before it have left. Locks are those on tables, indexes, views and sequences",
            "that were there before the statement: the strongest mode of each, spelled as pg_locks shows it.",
            "Exit code 1 when the server would refuse a statement."
        },
        footer = {
            "",
            "Example:",
            "  lockstep explain --engine-version 16 --schema schema.sql --sql \"ALTER TABLE orders ADD COLUMN region text\""
        })
final class ExplainCommand implements Callable<Integer> {

    private record Answer(List<Explanation> statements) {}

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            description = "postgres, the only one that this knows; the default.")
    private String engine = "postgres";

    @Option(
            names = "--engine-version",
            required = true,
            paramLabel = "VERSION",
            description = "The server's major version, 12 to 18.")
    private String version = "";

    @Option(
            names = "--schema",
            required = true,
            paramLabel = "FILE",
            description = "The schema as SQL, such as pg_dump --schema-only writes it.")
    private Path schema = Path.of("");

    @Option(names = "--sql", paramLabel = "SQL", description = "The statements, parted by semicolons.")
    private @Nullable String sql;

    @Option(
            names = "--sql-file",
            paramLabel = "FILE",
            description = "A file with the statements; - for standard input.")
    private @Nullable Path sqlFile;

    @Option(
            names = "--json",
            description =
                    "Answer with {\"statements\":[{\"sql\",\"locks\":[{\"relation\",\"mode\"}],\"rewrites\":[],\"scans\":[],\"indexBuilds\":[],"
                            + "\"safer\",\"error\"}]}; \"safer\" and \"error\" are null where there is none.")
    private boolean json;

    private final Console console;

    ExplainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Explainer explainer = new Explainer(major());
        String statements = statements();
        explainer.load(read(schema)).forEach(warning -> console.err().println("warning: " + schema + ": " + warning));
        List<Explanation> explanations = explainer.explain(statements);
        if (explanations.isEmpty()) {
            throw CommandFailure.badInput("expected a statement, found none", "give one with --sql");
        }
        if (json) {
            console.out()
                    .println(new GsonBuilder()
                            .disableHtmlEscaping()
                            .serializeNulls()
                            .create()
                            .toJson(new Answer(explanations)));
        } else {
            console.print(ExplanationText.of(explanations));
        }
        boolean refused = explanations.stream().anyMatch(each -> each.error() != null);
        return (refused ? ExitCode.NO : ExitCode.YES).number();
    }

    private int major() {
        if (!engine.equals("postgres")) {
            throw CommandFailure.badInput(
                    "expected --engine postgres, found \"" + engine + "\"",
                    "leave --engine out; statements of other engines are not explained yet");
        }
        Optional<Integer> major = version.matches("[0-9]{1,3}(\\.[0-9]{1,3})*")
                ? Optional.of(Integer.parseInt(version.split("\\.", -1)[0]))
                : Optional.empty();
        return major.filter(number -> number >= Explainer.OLDEST_MAJOR && number <= Explainer.NEWEST_MAJOR)
                .orElseThrow(() -> CommandFailure.badInput(
                        "expected --engine-version from " + Explainer.OLDEST_MAJOR + " to " + Explainer.NEWEST_MAJOR
                                + ", found \"" + version + "\"",
                        "give the major version that SHOW server_version begins with"));
    }

    private String statements() {
        if (sql != null && sqlFile != null) {
            throw CommandFailure.badInput("expected --sql or --sql-file, found both", "take one out");
        }
        if (sql != null) {
            return sql;
        }
        if (sqlFile == null) {
            throw CommandFailure.badInput(
                    "expected --sql or --sql-file, found neither", "give the statements with --sql");
        }
        return sqlFile.toString().equals("-") ? console.in().lines().collect(Collectors.joining("\n")) : read(sqlFile);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException missing) {
            throw CommandFailure.badInput("expected an SQL file at " + file + ", found none", "look at the path");
        } catch (MalformedInputException noText) {
            throw CommandFailure.badInput(
                    "expected text in UTF-8 in " + file + ", found other bytes", "save the file as UTF-8");
        } catch (IOException failed) {
            throw CommandFailure.badInput(
                    "expected to be able to read " + file + ", but: " + failed, "look at the path and its rights");
        }
    }
}
