package dev.mehari.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StartIT {
    @Test
    void startsServesAndStops() {
        try (GatewayProcess gateway = GatewayProcess.setup().start()) {
            assertThat(gateway.adminPage("/api/admin/live")).contains("\"generation\":1");
            assertThat(gateway.stop()).as(gateway.output()).isEqualTo(143);
            assertThat(gateway.output())
                    .doesNotContain(GatewaySetup.KEY, GatewaySetup.ADMIN_PASSWORD)
                    .doesNotContain("\tat ");
        }
    }
}
