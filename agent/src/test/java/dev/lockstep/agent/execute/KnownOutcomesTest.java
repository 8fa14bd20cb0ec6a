package dev.lockstep.agent.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.ledger.EpochRow;
import dev.lockstep.v1.Report;
import dev.lockstep.v1.ReportStamp;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** What is remembered of an outcome is never more than the ledger says. */
class KnownOutcomesTest {
    private final KnownOutcomes outcomes = new KnownOutcomes();

    @Test
    void anOutcomeIsDecodedOnce() throws Exception {
        assertThat(outcomes.of(row(bytes(3))).orElseThrow())
                .isSameAs(outcomes.of(row(bytes(3))).orElseThrow());
    }

    @Test
    void anotherOutcomeInTheLedgerTakesThePlaceOfTheOneThatIsKnown() throws Exception {
        outcomes.of(row(bytes(3)));

        assertThat(outcomes.of(row(bytes(4))).orElseThrow().getStamp().getMandate())
                .isEqualTo(4);
    }

    @Test
    void noOutcomeInTheLedgerIsNoneWhateverIsKnown() throws Exception {
        outcomes.of(row(bytes(3)));

        assertThat(outcomes.of(row(ByteString.EMPTY))).isEmpty();
    }

    @Test
    void anOutcomeThatCannotBeReadIsSaid() {
        assertThatThrownBy(() -> outcomes.of(row(ByteString.copyFromUtf8("no report"))))
                .isInstanceOf(SQLException.class)
                .hasMessage("the outcome of epoch 7 cannot be read");
    }

    private static ByteString bytes(long mandate) {
        return Report.newBuilder()
                .setStamp(ReportStamp.newBuilder().setMandate(mandate))
                .build()
                .toByteString();
    }

    private static EpochRow row(ByteString outcome) {
        return new EpochRow(7, 3, 1, ByteString.EMPTY, ByteString.EMPTY, ByteString.EMPTY, outcome, true);
    }
}
