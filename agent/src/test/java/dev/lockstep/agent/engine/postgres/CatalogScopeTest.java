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
}
