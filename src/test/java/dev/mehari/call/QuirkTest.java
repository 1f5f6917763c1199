package dev.mehari.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QuirkTest {
    @Test
    void aWordIsOneQuirkOrAllOfAVendor() {
        assertThat(Quirk.named("one-stop")).containsExactly(Quirk.ONE_STOP);
        assertThat(Quirk.named("zai")).contains(Quirk.ONE_STOP, Quirk.TOOL_STREAM, Quirk.MAX_TOKENS_NAME);
        assertThat(Quirk.named("nobody")).isEmpty();
    }

    @Test
    void everyVendorHasQuirksAndNoQuirkHasTheNameOfOne() {
        assertThat(Quirk.vendors()).allSatisfy(vendor -> {
            assertThat(Quirk.named(vendor)).isNotEmpty();
            assertThat(Quirk.of(vendor)).isEmpty();
        });
    }

    @Test
    void whatIsGivenAwayIsNotShared() {
        Set<Quirk> taken = Quirk.named("vllm");
        taken.addAll(EnumSet.allOf(Quirk.class));
        assertThat(Quirk.named("vllm")).doesNotContain(Quirk.TOOL_CHOICE_AUTO_ONLY);
    }
}
