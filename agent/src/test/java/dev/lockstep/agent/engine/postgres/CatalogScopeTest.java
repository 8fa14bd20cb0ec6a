package dev.lockstep.agent.engine.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogScopeTest {

    @Test
    void aPathMayBeThatOfAnythingWhoseNameItCanBeReadAs() {
        CatalogScope scope = CatalogScope.live("lockstep")
                .only(List.of("table:odd (b)/column:c (d)", "function:shop.total(numeric(8,2), text)"));

        assertThat(scope.names())
                .contains("odd (b)", "odd (b)/column:c (d)", "total", "shop.total(numeric")
                .doesNotContain("numeric");
    }

    @Test
    void aPathMayBeOfAnyKindThatItCanBeReadAs() {
        CatalogScope scope =
                CatalogScope.live("lockstep").only(List.of("table:a/column:b", "table:c/index:odd/check:d"));

        assertThat(scope.kinds()).containsExactlyInAnyOrder("table", "column", "index", "check");
        assertThat(scope.wantsOneOf(List.of("view", "index"))).isTrue();
        assertThat(scope.wantsOneOf(List.of("function"))).isFalse();
        assertThat(CatalogScope.live("lockstep").wantsOneOf(List.of("function")))
                .isTrue();
    }

    @Test
    void whatNobodyAsksForIsNotInTheQuery() {
        CatalogScope live = CatalogScope.live("lockstep");

        assertThat(CatalogQueries.of(live.only(List.of("table:a/column:b"))))
                .contains("'/column:'")
                .doesNotContain("'/trigger:'", "'function:'", "'cast:'");
        assertThat(CatalogQueries.of(live.around(List.of("table:a"))))
                .contains("'/column:'", "'/trigger:'", "'function:'");
        assertThat(CatalogQueries.of(live)).contains("'/column:'", "'/trigger:'", "'function:'", "'cast:'");
        assertThat(CatalogQueries.of(live.only(List.of("moon:a"))))
                .contains("'/column:'", "'/trigger:'", "'function:'", "'cast:'");
    }
}
