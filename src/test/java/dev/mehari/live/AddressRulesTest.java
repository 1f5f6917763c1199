package dev.mehari.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("fault 4.2: where an upstream that an admin entered may not be")
class AddressRulesTest {
    private static final AddressRules NONE = new AddressRules(List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.1",
                "2130706433",
                "127.255.255.254",
                "0.0.0.0",
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.100.100.200",
                "168.63.129.16",
                "192.0.0.192",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "[::1]",
                "[::ffff:10.0.0.1]",
                "::ffff:169.254.169.254",
                "::127.0.0.1",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b:1::1",
                "2002:7f00:1::",
                "fe80::1",
                "fec0::1",
                "fd00:ec2::254",
                "fc00::1",
                "ff02::1",
                "2001::1"
            })
    void closed(String host) {
        assertThatThrownBy(() -> NONE.resolve(host))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("mehari.admin.allowed-addresses");
        assertThat(NONE.whatIsWrong(host)).contains("allowed-addresses");
        assertThat(new AddressRules(List.of("0.0.0.0/0", "::/0")).whatIsWrong(host))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "172.15.0.1",
                "172.32.0.1",
                "192.167.0.1",
                "100.63.0.1",
                "100.128.0.1",
                "168.63.129.17",
                "2606:4700::1111",
                "64:ff9b::101:101",
                "2002:101:101::"
            })
    void open(String host) throws UnknownHostException {
        assertThat(NONE.resolve(host)).hasSize(1);
        assertThat(NONE.whatIsWrong(host)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1.0.0/16", "10.1.2.3", " 10.1.2.3/32"})
    void whatIsLetInIsLetInAndNoMore(String range) throws UnknownHostException {
        AddressRules rules = new AddressRules(List.of(range));
        assertThat(rules.allows(at("10.1.2.3"))).isTrue();
        assertThat(rules.allows(at("10.2.2.3"))).isFalse();
        assertThat(rules.allows(at("127.0.0.1"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "::/129", "cafe", "10.0.0/8/1"})
    void whatIsNoRangeIsRefused(String range) {
        assertThatThrownBy(() -> new AddressRules(List.of(range)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no address");
    }

    private static InetAddress at(String literal) throws UnknownHostException {
        return InetAddress.getAllByName(literal)[0];
    }
}
