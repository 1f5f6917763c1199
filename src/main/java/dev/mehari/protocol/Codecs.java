package dev.mehari.protocol;

import dev.mehari.call.Protocol;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The codec of each protocol. */
public final class Codecs {
    private final Map<Protocol, Codec> byProtocol = new EnumMap<>(Protocol.class);

    public Codecs(List<Codec> codecs) {
        for (Codec codec : codecs) {
            byProtocol.put(codec.protocol(), codec);
        }
    }

    /**
     * The codec of a protocol.
     *
     * @throws IllegalArgumentException when there is none
     */
    public Codec of(Protocol protocol) {
        Codec codec = byProtocol.get(protocol);
        if (codec == null) {
            throw new IllegalArgumentException("no codec for " + protocol);
        }
        return codec;
    }
}
