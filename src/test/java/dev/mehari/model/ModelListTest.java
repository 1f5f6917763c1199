package dev.mehari.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.Caller;
import dev.mehari.sample.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ModelListTest {
    private final ModelList list = new ModelList(Samples.snapshot());

    @Test
    void aliasesInFileOrderAndWhatIsPricedBehindAWildcard() {
        // Nothing of "dark", whose only upstream is off; "gpt-3*" is a price of many and names no model.
        assertThat(names(Samples.caller()))
                .containsExactly("fast", "large", "mixed", "half", "claude", "gpt-4", "gpt-5-mini");
    }

    @Test
    void whoServesItIsTheFirstThatIsOn() {
        assertThat(list.of(Samples.caller("half"))).containsExactly(new ModelList.Entry("half", "two"));
    }

    @Test
    void aKeySeesWhatItMayUse() {
        assertThat(names(Samples.caller("large"))).containsExactly("large");
        assertThat(names(Samples.caller("gpt-*"))).containsExactly("gpt-4");
        assertThat(names(Samples.caller("two/small"))).containsExactly("fast");
        assertThat(names(Samples.caller("dark"))).isEmpty();
    }

    private List<String> names(Caller caller) {
        return list.of(caller).stream().map(ModelList.Entry::name).toList();
    }
}
