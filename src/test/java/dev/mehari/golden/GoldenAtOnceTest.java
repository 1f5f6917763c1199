package dev.mehari.golden;

import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What {@link GoldenTest} does, in three tests in place of some 1,400: mutation tests start each test on its own, thousands
 * of times, and the start takes longer than a case.
 */
@DisplayName("golden cases, in process and at once")
class GoldenAtOnceTest {
    private final GoldenTest each = new GoldenTest();

    @Test
    void requests() {
        GoldenTest.cases().forEach(each::request);
    }

    @Test
    void answers() throws IOException {
        for (GoldenCase golden : GoldenTest.answers()) {
            each.answer(golden);
        }
    }

    @Test
    void streams() throws IOException {
        for (GoldenCase golden : GoldenTest.streams()) {
            each.stream(golden);
        }
    }
}
