package dev.lockstep.integration.nemesis;

import static net.bytebuddy.matcher.ElementMatchers.any;
import static net.bytebuddy.matcher.ElementMatchers.is;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.MemberSubstitution;

/**
 * Runs in a member's process, as an agent of its JVM: whoever asks there for the time of day, our own code, Kafka's, Curator's or ZooKeeper's, is given the
 * machine's plus what a file says. {@link System#nanoTime} goes on as it did, as it does when somebody sets the time of a machine.
 */
public final class JumpingClock {
    /** Where a member asks for the time of day; everybody else there asks these. */
    private static final String[] ASKING = {
        "dev.lockstep.coordinator.fleet.Clocks$1",
        "org.apache.kafka.common.utils.SystemTime",
        "org.apache.zookeeper.common.Time"
    };

    private static final long LOOK_MILLIS = 200;
    private static volatile long aheadMillis;

    private JumpingClock() {}

    /** Called by the JVM before {@code main}, with the path of the file. */
    public static void premain(String file, Instrumentation jvm) throws NoSuchMethodException {
        Thread reader = new Thread(() -> read(Path.of(file)), "jumping-clock");
        reader.setDaemon(true);
        reader.start();
        MemberSubstitution substitution = MemberSubstitution.relaxed()
                .method(is(System.class.getMethod("currentTimeMillis")))
                .replaceWith(JumpingClock.class.getMethod("currentTimeMillis"));
        new AgentBuilder.Default()
                .disableClassFormatChanges()
                .type(namedOneOf(ASKING))
                .transform((builder, type, loader, module, domain) -> builder.visit(substitution.on(any())))
                .installOn(jvm);
    }

    /** In the place of {@link System#currentTimeMillis}. */
    public static long currentTimeMillis() {
        return System.currentTimeMillis() + aheadMillis;
    }

    private static void read(Path file) {
        while (true) {
            try {
                aheadMillis = Long.parseLong(Files.readString(file).strip());
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            } catch (IOException unreadable) {
                throw new IllegalStateException("expected to be able to read " + file, unreadable);
            } catch (InterruptedException ended) {
                return;
            }
        }
    }
}
