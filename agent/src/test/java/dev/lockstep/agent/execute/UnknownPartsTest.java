package dev.lockstep.agent.execute;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UnknownFieldSet;
import dev.lockstep.v1.AddColumn;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.PerEngine;
import dev.lockstep.v1.Planned;
import org.junit.jupiter.api.Test;

class UnknownPartsTest {
    private static final UnknownFieldSet NEWER = UnknownFieldSet.newBuilder()
            .addField(900, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();
    private static final AddColumn COLUMN = AddColumn.newBuilder()
            .setTable("orders")
            .setType(PerEngine.newBuilder().setAny("text"))
            .build();

    @Test
    void aChangeThatIsKnownIsPlanned() {
        assertThat(UnknownParts.refusal(change(COLUMN))).isEmpty();
        assertThat(UnknownParts.refusal(Change.getDefaultInstance())).isEmpty();
    }

    @Test
    void anythingUnknownAnywhereIsRefused() {
        Change atTheTop = Change.newBuilder().setUnknownFields(NEWER).build();
        Change deepInside = change(COLUMN.toBuilder()
                .setType(PerEngine.newBuilder().setAny("text").setUnknownFields(NEWER))
                .build());

        assertThat(UnknownParts.refusal(atTheTop))
                .get()
                .extracting(Planned::getFindingsList)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(Finding.class))
                .extracting(Finding::getCode)
                .containsExactly("agent-too-old");
        assertThat(UnknownParts.refusal(deepInside)).isPresent();
    }

    private static Change change(AddColumn column) {
        return Change.newBuilder()
                .addOperations(Operation.newBuilder().setAddColumn(column))
                .build();
    }
}
