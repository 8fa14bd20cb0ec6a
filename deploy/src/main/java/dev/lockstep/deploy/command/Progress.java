package dev.lockstep.deploy.command;

import dev.lockstep.deploy.text.EpochNews;
import dev.lockstep.v1.EpochStatus;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.Consumer;

/** Tells what is new in an epoch, a line for each change, with the time; silent where the answer is JSON. */
final class Progress implements Consumer<EpochStatus> {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final Console console;
    private final boolean silent;
    private final EpochNews news = new EpochNews();

    Progress(Console console, boolean silent) {
        this.console = console;
        this.silent = silent;
    }

    @Override
    public void accept(EpochStatus epoch) {
        if (silent) {
            return;
        }
        String time = TIME.format(LocalTime.now(console.zone()).truncatedTo(ChronoUnit.SECONDS));
        news.since(epoch).forEach(line -> console.out().println(time + " " + line));
    }
}
