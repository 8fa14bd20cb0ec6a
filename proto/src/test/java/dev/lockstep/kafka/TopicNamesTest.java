package dev.lockstep.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TopicNamesTest {
    private final TopicNames names = new TopicNames("prod");

    @Test
    void aFleetIsFoundByTheNameOfItsJournalOnly() {
        assertThat(names.fleetOfJournal(names.journal("shop"))).contains("shop");
        assertThat(names.fleetOfJournal(names.directives("shop"))).isEmpty();
        assertThat(names.fleetOfJournal("production.shop.journal")).isEmpty();
        assertThat(names.fleetOfJournal("prod.journal")).isEmpty();
        assertThat(names.fleetOfJournal("prod.a.b.journal")).isEmpty();
    }

    @Test
    void aNameWithADotIsRefused() {
        assertThatThrownBy(() -> names.journal("a.b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found \"a.b\"");
    }

    @Test
    void aConnectionNeverShowsItsPasswords() {
        KafkaCluster cluster =
                new KafkaCluster("host:9092", names, java.util.Map.of("sasl.jaas.config", "password=secret"));

        assertThat(cluster.toString()).contains("host:9092").doesNotContain("secret");
    }
}
