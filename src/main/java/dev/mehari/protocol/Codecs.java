package dev.mehari.protocol;

import dev.mehari.call.Protocol;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/** The codec of each protocol. Any thread. */
public final class Codecs {
    private final Map<Protocol, Codec> byProtocol = new EnumMap<>(Protocol.class);

    /**
     * Takes one codec of each protocol.
     *
     * @throws IllegalArgumentException when a protocol has none or two
     */
    public Codecs(Collection<? extends Codec> codecs) {
        for (Codec codec : codecs) {
            if (byProtocol.put(codec.protocol(), codec) != null) {
                throw new IllegalArgumentException("two codecs for " + codec.protocol());
            }
        }
        for (Protocol protocol : Protocol.values()) {
            if (!byProtocol.containsKey(protocol)) {
                throw new IllegalArgumentException("no codec for " + protocol);
            }
        }
    }

    public Codec of(Protocol protocol) {
        Codec codec = byProtocol.get(protocol);
        if (codec == null) {
            throw new IllegalStateException("no codec for " + protocol);
        }
        return codec;
    }
}
