package dev.lockstep.change;

import dev.lockstep.golden.GoldenFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What people read about change files is what the reader knows. */
class ChangeGuideTest {
    @Test
    void theGuideIsThatOfTheReader() {
        GoldenFile.assertSame(Path.of("..", "docs", "change-file.md"), ChangeGuide.text());
    }
}
