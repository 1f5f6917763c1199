package dev.mehari;

import dev.mehari.key.AuthMode;
import dev.mehari.live.AddressRules;
import dev.mehari.protocol.openaicommon.ErrorFormat;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The settings of {@code application.yaml} that are ours; each needs a restart.
 */
@ConfigurationProperties("mehari")
record MehariProperties(
        @DefaultValue Request request,
        @DefaultValue Passthrough passthrough,
        @DefaultValue Auth auth,
        @DefaultValue Errors errors,
        @DefaultValue Cors cors,
        @DefaultValue Metrics metrics,
        @DefaultValue Admin admin,
        @DefaultValue Live live,
        @DefaultValue Shutdown shutdown) {

    /**
     * What is read from a caller.
     *
     * @param maxBody after decompression
     * @param maxHeld of all bodies together; null for an eighth of the heap
     * @param readTimeout until the last byte of the body
     */
    record Request(
            @DefaultValue("32MB") DataSize maxBody,
            @Nullable DataSize maxHeld,
            @DefaultValue("30s") Duration readTimeout) {
        Request {
            if (maxBody.toBytes() < 1024 || maxBody.toMegabytes() > 1024) {
                throw new IllegalArgumentException("mehari.request.max-body must be from 1KB to 1024MB");
            }
            if (maxHeld != null && (maxHeld.toBytes() < 1 << 20 || maxHeld.toTerabytes() > 1)) {
                throw new IllegalArgumentException("mehari.request.max-held must be from 1MB to 1TB");
            }
            if (readTimeout.toMillis() < 1 || readTimeout.toHours() > 1) {
                throw new IllegalArgumentException("mehari.request.read-timeout must be from 1ms to 1h");
            }
        }

        /** Bytes that the bodies of requests may take together: each may be there twice, and is more while it is read. */
        long held() {
            return maxHeld == null ? Math.max(1 << 20, Runtime.getRuntime().maxMemory() / 8) : maxHeld.toBytes();
        }
    }

    /**
     * What passes through to an upstream, {@code /{upstream}/...}.
     *
     * @param maxBody of which none is held in memory but the piece that is on its way
     */
    record Passthrough(@DefaultValue("1GB") DataSize maxBody) {
        Passthrough {
            if (maxBody.toBytes() < 1024 || maxBody.toTerabytes() > 1) {
                throw new IllegalArgumentException("mehari.passthrough.max-body must be from 1KB to 1TB");
            }
        }
    }

    /**
     * Who may call models.
     *
     * @param openAnywhere confirms that mode {@code open} is meant for other addresses than loopback too
     */
    record Auth(
            @DefaultValue("required") AuthMode mode,
            @DefaultValue("false") boolean openAnywhere) {}

    /** @param format how callers of OpenAI's protocols are told what went wrong */
    record Errors(@DefaultValue("protocol") ErrorFormat format) {}

    /** Browsers of other origins that are let in; none by default. */
    record Cors(
            @DefaultValue List<String> allowedOrigins,
            @DefaultValue({"GET", "POST"}) List<String> allowedMethods,
            @DefaultValue("*") List<String> allowedHeaders,
            @DefaultValue("1h") Duration maxAge) {}

    /** @param open whether anyone may read the metrics */
    record Metrics(@DefaultValue("false") boolean open) {}

    /**
     * What admins may do through the API.
     *
     * @param allowedAddresses addresses and ranges of one's own network that upstreams entered there may have
     */
    record Admin(@DefaultValue List<String> allowedAddresses) {
        Admin {
            try {
                var unused = new AddressRules(allowedAddresses);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("mehari.admin.allowed-addresses: " + e.getMessage(), e);
            }
        }
    }

    /**
     * How changes of {@code config/} and {@code routes/} go live.
     *
     * @param watch whether the files are watched; else only the admin side makes changes
     * @param drain that the routes of an old generation are kept for the calls in them
     */
    record Live(
            @DefaultValue("true") boolean watch,
            @DefaultValue("10m") Duration drain) {
        Live {
            if (drain.isNegative() || drain.toHours() > 24) {
                throw new IllegalArgumentException("mehari.live.drain must be from 0s to 24h");
            }
        }
    }

    /** @param delay in which calls are still taken after the gateway was told to stop and says that it is not ready */
    record Shutdown(@DefaultValue("0s") Duration delay) {
        Shutdown {
            if (delay.isNegative() || delay.toMinutes() > 10) {
                throw new IllegalArgumentException("mehari.shutdown.delay must be from 0s to 10m");
            }
        }
    }
}
