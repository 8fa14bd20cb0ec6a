package dev.lockstep.change;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.TextFormat;
import dev.lockstep.chain.Hashing;
import dev.lockstep.golden.GoldenFile;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.FailurePolicy;
import dev.lockstep.v1.Operation;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file of {@code change/good} and the change that it means. */
class GoodChangeFileTest {

    static List<Path> goodFiles() {
        return ChangeFiles.in(ChangeFiles.GOOD);
    }

    @ParameterizedTest
    @MethodSource("goodFiles")
    void aGoodFileMeansExactlyThisChange(Path file) {
        Change change = ChangeFiles.good(GoldenFile.read(file));

        GoldenFile.assertSame(
                ChangeFiles.expectation(file),
                TextFormat.printer().escapingNonAscii(false).printToString(change));
    }

    @Test
    void jsonMeansTheSameAsYaml() {
        Change yaml = ChangeFiles.good(GoldenFile.read(ChangeFiles.GOOD.resolve("example.yaml")));
        Change json = ChangeFiles.good(GoldenFile.read(ChangeFiles.GOOD.resolve("example-as-json.json")));

        assertThat(Hashing.canonicalBytes(json)).isEqualTo(Hashing.canonicalBytes(yaml));
    }

    @Test
    void commentsAndLayoutDoNotChangeTheCanonicalBytes() {
        Change usual = ChangeFiles.good(GoldenFile.read(ChangeFiles.GOOD.resolve("example.yaml")));
        Change other = ChangeFiles.good(GoldenFile.read(ChangeFiles.GOOD.resolve("example-other-layout.yaml")));

        assertThat(Hashing.canonicalBytes(other)).isEqualTo(Hashing.canonicalBytes(usual));
        assertThat(other.getOperationsList().stream().map(Operation::getLine))
                .as("the lines differ, or this test proves nothing")
                .isNotEqualTo(usual.getOperationsList().stream()
                        .map(Operation::getLine)
                        .toList());
    }

    @Test
    void eachMeaningfulWordChangesTheCanonicalBytes() {
        String text = "change: a\nfleet: orders\noperations:\n  - add_column: {table: t, column: c, type: int}\n";
        Change change = ChangeFiles.good(text);

        assertThat(List.of("change: b", "fleet: b", "table: b", "column: b", "type: bigint"))
                .allSatisfy(word -> {
                    String key = word.substring(0, word.indexOf(':'));
                    Change other = ChangeFiles.good(text.replaceFirst(key + ": [a-z]+", word));
                    assertThat(Hashing.canonicalBytes(other)).isNotEqualTo(Hashing.canonicalBytes(change));
                });
    }

    @Test
    void whatIsNotSaidIsTheDefault() {
        String text = "change: a\nfleet: orders\noperations:\n  - add_column: {table: t, column: c, type: int}\n";
        Change silent = ChangeFiles.good(text);
        Change spoken = ChangeFiles.good(text.replace("type: int", "type: int, nullable: true")
                + "rollout: {on_failure: pause}\nrelease: {hold: [approval], soak: 0s}\n");

        assertThat(silent.getRollout().getOnFailure()).isEqualTo(FailurePolicy.PAUSE);
        assertThat(silent.getRelease().getHoldList()).containsExactly("approval");
        assertThat(silent.getOperations(0).getAddColumn().getNullable()).isTrue();
        assertThat(Hashing.canonicalBytes(spoken)).isEqualTo(Hashing.canonicalBytes(silent));
    }
}
