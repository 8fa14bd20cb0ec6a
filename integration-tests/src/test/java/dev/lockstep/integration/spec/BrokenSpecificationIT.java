package dev.lockstep.integration.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.integration.spec.ModelChecker.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each rule of the protocol is needed: without it TLC finds what goes wrong. */
class BrokenSpecificationIT {
    private static final ExecutorService TWO_AT_A_TIME = Executors.newFixedThreadPool(2);

    @AfterAll
    static void stop() {
        TWO_AT_A_TIME.shutdownNow();
    }

    @TestFactory
    Stream<DynamicTest> a_protocol_without_one_rule_breaks_its_promise() {
        return started(Configurations.BROKEN)
                .map(broken -> DynamicTest.dynamicTest(broken.configuration + " violates " + broken.promise, () -> {
                    Verdict verdict = broken.verdict();
                    assertThat(verdict.violatedInvariant()).as(verdict.output()).isEqualTo(broken.promise);
                    assertThat(promisesOf(broken.configuration)).containsExactly("INVARIANT " + broken.promise);
                }));
    }

    @TestFactory
    Stream<DynamicTest> an_epoch_that_does_not_end_is_noticed() {
        return started(Configurations.NOT_LIVE)
                .map(broken -> DynamicTest.dynamicTest(broken.configuration + " violates " + broken.promise, () -> {
                    Verdict verdict = broken.verdict();
                    assertThat(verdict.violatesProperty()).as(verdict.output()).isTrue();
                    assertThat(promisesOf(broken.configuration)).containsExactly("PROPERTY " + broken.promise);
                }));
    }

    private static Stream<String> promisesOf(String configuration) throws IOException {
        return Files.readAllLines(ModelChecker.FOLDER.resolve(configuration + ".cfg")).stream()
                .filter(line -> line.startsWith("INVARIANT") || line.startsWith("PROPERTY"));
    }

    private static Stream<Broken> started(Map<String, String> promises) {
        return new TreeMap<>(promises)
                .entrySet().stream()
                        .map(broken -> new Broken(
                                broken.getKey(),
                                broken.getValue(),
                                TWO_AT_A_TIME.submit(() -> ModelChecker.check(broken.getKey(), 1))))
                        .toList()
                        .stream();
    }

    /** A variant that TLC is at work on, or will be. */
    private record Broken(String configuration, String promise, Future<Verdict> running) {
        Verdict verdict() throws InterruptedException, ExecutionException {
            return running.get();
        }
    }
}
