package dev.lockstep.integration.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The intended protocol holds in the small; {@link BrokenSpecificationIT} shows that each of its rules is needed. */
class SpecificationTest {
    @TestFactory
    Stream<DynamicTest> the_intended_protocol_keeps_its_promise_and_every_epoch_ends() {
        return Configurations.QUICK.entrySet().stream()
                .map(intended -> DynamicTest.dynamicTest(
                        intended.getKey(), () -> SpecificationIT.assertHolds(intended.getKey(), intended.getValue())));
    }

    @Test
    void every_configuration_is_checked() throws IOException {
        Set<String> expected = new TreeSet<>();
        expected.addAll(Configurations.QUICK.keySet());
        expected.addAll(Configurations.LONG.keySet());
        expected.addAll(Configurations.BROKEN.keySet());
        expected.addAll(Configurations.NOT_LIVE.keySet());

        assertThat(configurationsIn("intended", "broken")).isEqualTo(expected);
    }

    private static Set<String> configurationsIn(String... folders) throws IOException {
        Set<String> found = new TreeSet<>();
        for (String folder : folders) {
            try (Stream<Path> files = Files.list(ModelChecker.FOLDER.resolve(folder))) {
                files.map(file -> folder + "/" + file.getFileName())
                        .map(name -> name.replaceFirst("\\.cfg$", ""))
                        .forEach(found::add);
            }
        }
        return found;
    }
}
