package dev.lockstep.deploy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.ChangeFile;
import dev.lockstep.change.ChangeFileResult;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoChangesTest {

    @ParameterizedTest
    @ValueSource(strings = {DemoChanges.ADD_REGION, DemoChanges.DROP_REGION})
    void theDemosChangesAreRight(String text) {
        assertThat(ChangeFile.read("change.yaml", text)).isInstanceOf(ChangeFileResult.Read.class);
    }
}
