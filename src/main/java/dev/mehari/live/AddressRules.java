package dev.mehari.live;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where an upstream that an admin entered may be: not in the gateway's own network, where services trust whoever reaches
 * them, and not where clouds hand out credentials. What decides is the address that is connected to, each time: a name may
 * lead elsewhere tomorrow. Any thread.
 */
public final class AddressRules {
    /** Special-purpose addresses by RFC 6890 and its registries, and those of cloud metadata that are not among them. */
    private static final List<AddressRange> CLOSED = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/3",
                    "168.63.129.16",
                    "::/96",
                    "64:ff9b:1::/48",
                    "100::/64",
                    "2001::/23",
                    "2001:db8::/32",
                    "fc00::/7",
                    "fe80::/9",
                    "ff00::/8")
            .map(AddressRange::of)
            .toList();

    /** Addresses with one of IPv4 inside, and where it begins. */
    private static final AddressRange NAT64 = AddressRange.of("64:ff9b::/96");

    private static final AddressRange SIX_TO_FOUR = AddressRange.of("2002::/16");

    private final List<AddressRange> allowed;

    /**
     * @param allowed addresses and ranges that are let in all the same
     * @throws IllegalArgumentException when one is none
     */
    public AddressRules(List<String> allowed) {
        this.allowed = allowed.stream().map(String::strip).map(AddressRange::of).toList();
    }

    /** Whether an upstream may be there. */
    public boolean allows(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (allowed.stream().anyMatch(range -> range.holds(bytes))) {
            return true;
        }
        if (NAT64.holds(bytes)) {
            return allowsInner(bytes, 12);
        }
        if (SIX_TO_FOUR.holds(bytes)) {
            return allowsInner(bytes, 2);
        }
        return CLOSED.stream().noneMatch(range -> range.holds(bytes));
    }

    private boolean allowsInner(byte[] bytes, int from) {
        try {
            return allows(InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4)));
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /**
     * Addresses of a host, for a connection that is about to be made to one of them.
     *
     * @throws UnknownHostException when it has none, or one that is not allowed: where one of several is, all are suspect
     */
    InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] found = InetAddress.getAllByName(host);
        for (InetAddress address : found) {
            if (!allows(address)) {
                throw new UnknownHostException(
                        host + " is at an address that upstreams entered by an admin may not have;"
                                + " mehari.admin.allowed-addresses can let it in");
            }
        }
        return found;
    }

    /** What to tell an admin who enters a host; null when nothing is wrong, or nobody knows the host now. */
    public @Nullable String whatIsWrong(String host) {
        InetAddress[] found;
        try {
            found = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            return null;
        }
        return Arrays.stream(found).allMatch(this::allows)
                ? null
                : "leads to a loopback, private, link-local or metadata address: let it in by"
                        + " mehari.admin.allowed-addresses, or put the upstream into config/upstreams.yaml";
    }
}
