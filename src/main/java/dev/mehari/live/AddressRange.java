package dev.mehari.live;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * Addresses that begin with the same bits.
 *
 * @param bytes 4 or 16
 */
record AddressRange(byte[] bytes, int bits) {
    private static final Pattern LITERAL = Pattern.compile("[0-9A-Fa-f:.]+");

    /**
     * Of {@code 10.0.0.0/8}, {@code fc00::/7} or a single address. No name is ever looked up.
     *
     * @throws IllegalArgumentException when it is none
     */
    static AddressRange of(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        if (!LITERAL.matcher(address).matches() || (address.indexOf('.') < 0 && address.indexOf(':') < 0)) {
            throw new IllegalArgumentException("\"" + text + "\" is no address such as 10.0.0.0/8 or fd00::1");
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            int bits = slash < 0 ? bytes.length * 8 : Integer.parseInt(text.substring(slash + 1));
            if (bits >= 0 && bits <= bytes.length * 8) {
                return new AddressRange(bytes, bits);
            }
        } catch (UnknownHostException | NumberFormatException e) {
            // told below, in the same words
        }
        throw new IllegalArgumentException("\"" + text + "\" is no address such as 10.0.0.0/8 or fd00::1");
    }

    boolean holds(byte[] address) {
        if (address.length != bytes.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit & 7);
            if ((address[bit >> 3] & mask) != (bytes[bit >> 3] & mask)) {
                return false;
            }
        }
        return true;
    }
}
