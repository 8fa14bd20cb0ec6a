package dev.lockstep.integration.command;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options of a command that tries many things by chance, and how it answers. */
public final class Sampling {
    @Spec(Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--seed", defaultValue = "1", description = "which ones, and where (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--count", description = "how many (default: as many as the scorecard wants)")
    private @Nullable Integer count;

    @Option(names = "--json", description = "print one JSON object and nothing else")
    private boolean json;

    /** Decides what chance decides. */
    public long seed() {
        return seed;
    }

    /**
     * How many to try.
     *
     * @param usual when nobody says
     * @throws ParameterException for less than one
     */
    public int count(int usual) {
        if (count != null && count < 1) {
            throw new ParameterException(spec.commandLine(), "expected --count of at least 1, found " + count);
        }
        return count == null ? usual : count;
    }

    /** Prints the answer in the form that was asked for, and gives the exit code: 0 when all was right, else 1. */
    public int answer(boolean isRight, Supplier<String> asJson, Supplier<String> asText) {
        System.out.print(json ? asJson.get() + System.lineSeparator() : asText.get());
        return isRight ? 0 : 1;
    }
}
