package dev.lockstep.deploy.command;

import dev.lockstep.change.ChangeFile;
import dev.lockstep.change.ChangeFileResult;
import dev.lockstep.change.Problem;
import dev.lockstep.v1.Change;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * A change file as it was read from disk.
 *
 * @param name as the user gave it, for messages
 */
record ChangeFileText(String name, String text) {

    /** @throws CommandFailure when there is no such file, or it is no text */
    static ChangeFileText read(Path file) {
        try {
            return new ChangeFileText(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
        } catch (NoSuchFileException missing) {
            throw CommandFailure.badInput("expected a change file at " + file + ", found none", "look at the path");
        } catch (MalformedInputException noText) {
            throw CommandFailure.badInput(
                    "expected text in UTF-8 in " + file + ", found other bytes", "save the file as UTF-8");
        } catch (IOException failed) {
            throw CommandFailure.badInput(
                    "expected to be able to read " + file + ", but: " + failed, "look at the path and its rights");
        }
    }

    /** Everything that is wrong with it, as far as that shows without a database. */
    List<Problem> problems() {
        return ChangeFile.read(name, text) instanceof ChangeFileResult.Problems wrong ? wrong.problems() : List.of();
    }

    /** @throws CommandFailure with every problem, when there is one */
    Change change() {
        ChangeFileResult result = ChangeFile.read(name, text);
        if (result instanceof ChangeFileResult.Read read) {
            return read.change();
        }
        String problems =
                String.join("\n", problems().stream().map(Problem::toString).toList());
        throw CommandFailure.badInput(problems, "correct the file, and check it with: lockstep lint " + name);
    }

    /**
     * The fleet that the change is for.
     *
     * @throws CommandFailure when the user named another one
     */
    String fleet(ConnectionOptions connection) {
        String own = change().getFleet();
        connection.namedFleet().filter(named -> !named.equals(own)).ifPresent(named -> {
            throw CommandFailure.badInput(
                    "expected a change for the fleet " + named + ", but " + name + " is for " + own,
                    "leave out --fleet and LOCKSTEP_FLEET, or correct the file");
        });
        return own;
    }
}
