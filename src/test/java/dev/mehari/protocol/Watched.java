package dev.mehari.protocol;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Usage;
import dev.mehari.protocol.StreamWatch.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what a watch is told, and what a caller reads meanwhile. */
public final class Watched implements StreamWatch {
    public static final String CUT = "The upstream broke off.";

    public final List<String> calls = new ArrayList<>();
    public final List<String> reads = new ArrayList<>();
    public @Nullable Usage usage;
    public @Nullable ErrorFacts error;
    public boolean validates = true;

    @Override
    public void usage(Usage soFar) {
        usage = soFar;
        calls.add("usage " + soFar);
    }

    @Override
    public void event() {
        calls.add("event");
    }

    @Override
    public void content() {
        calls.add("content");
    }

    @Override
    public void held() {
        calls.add("held");
    }

    @Override
    public void error(ErrorFacts facts, Slice words) {
        error = facts;
        calls.add("error");
    }

    @Override
    public boolean validates() {
        return validates;
    }

    @Override
    public @Nullable Refusal ended(@Nullable Failure failure) {
        calls.add("ended " + failure);
        return failure == null || failure == Failure.UPSTREAM_ERROR_EVENT || failure == Failure.ENDED_HERE
                ? null
                : new Refusal(ErrorKind.UPSTREAM_STREAM_INTERRUPTED, CUT);
    }

    /** Reads to the end, with a buffer that holds every event. */
    public Watched drain(InputStream tap) {
        byte[] buffer = new byte[1 << 16];
        try (tap) {
            for (int n = tap.read(buffer); n >= 0; n = tap.read(buffer)) {
                reads.add(new String(Arrays.copyOf(buffer, n), StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    public String text() {
        return new String(String.join("", reads).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    public List<String> endings() {
        return calls.stream().filter(c -> c.startsWith("ended")).toList();
    }

    public String last() {
        return calls.getLast();
    }
}
