package dev.lockstep.integration.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.coordinator.fleet.Clocks;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clock of another JVM really jumps: otherwise a nemesis with clock jumps would prove nothing. */
class WallClockTest {
    private static final long HOUR_MILLIS = 3_600_000;

    /** Says, whenever it is asked, what time it is for the coordinator, for Kafka, and how long it runs. */
    static final class Teller {
        public static void main(String[] arguments) throws IOException {
            long start = System.nanoTime();
            while (System.in.read() >= 0) {
                System.out.println(Clocks.system().wallMillis() + " " + Time.SYSTEM.milliseconds() + " "
                        + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
            }
        }
    }

    @TempDir
    private Path folder;

    @Test
    void aRunningProcessIsGivenAnotherTimeOfDayAndNothingElse() throws Exception {
        WallClock clock = new WallClock(folder, "teller");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        clock.javaOption(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Teller.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader told = process.inputReader(StandardCharsets.UTF_8)) {
            awaitAhead(process, told, 0);
            clock.set(3_600);
            awaitAhead(process, told, HOUR_MILLIS);
            clock.set(-3_600);
            awaitAhead(process, told, -HOUR_MILLIS);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void awaitAhead(Process process, BufferedReader told, long expectedMillis) throws IOException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        Ahead ahead = ask(process, told);
        while (!ahead.isNear(expectedMillis) && System.nanoTime() < until) {
            ahead = ask(process, told);
        }
        assertThat(ahead).matches(found -> found.isNear(expectedMillis), "near " + expectedMillis);
        assertThat(ahead.elapsedMillis()).as("what only counts").isBetween(0L, 600_000L);
    }

    private static Ahead ask(Process process, BufferedReader told) throws IOException {
        process.outputWriter().append('\n').flush();
        String[] times = told.readLine().split(" ");
        long now = System.currentTimeMillis();
        return new Ahead(Long.parseLong(times[0]) - now, Long.parseLong(times[1]) - now, Long.parseLong(times[2]));
    }

    /** How far the process is ahead of this one, for the coordinator and for Kafka; and how long it runs. */
    private record Ahead(long wallMillis, long kafkaMillis, long elapsedMillis) {
        boolean isNear(long expectedMillis) {
            return Math.abs(wallMillis - expectedMillis) < 5_000 && Math.abs(kafkaMillis - expectedMillis) < 5_000;
        }
    }
}
