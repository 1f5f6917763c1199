package dev.mehari.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RequestIdsTest {
    private static final long NOW = 1_795_000_000_000L;

    @Test
    void idsAreInTheOrderOfTimeSoThatRowsAreWrittenAtTheEndOfTheirIndex() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            ids.add(RequestIds.next(NOW + i));
        }

        assertThat(ids).isSorted().allMatch(id -> id.matches("req_[0-9a-f]{32}"));
    }

    @Test
    void noTwoAreAlikeInOneMillisecond() {
        List<String> ids =
                IntStream.range(0, 100_000).mapToObj(i -> RequestIds.next(NOW)).toList();

        assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
    }
}
