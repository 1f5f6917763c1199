package dev.mehari.jmh;

import dev.mehari.protocol.Translation;
import dev.mehari.protocol.wild.Measured;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Time and memory of a translation. Samples, because their median says the same on a machine with neighbours. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TranslationBench {
    /** Given by jmh/run. */
    @Param("none")
    public String pair;

    private Measured measured;

    @Setup
    public void make() {
        measured = Measured.of(pair);
    }

    @Benchmark
    public byte[] request() throws IOException {
        return measured.request();
    }

    @Benchmark
    public byte[] reply() throws Translation.Fault {
        return measured.reply();
    }

    @Benchmark
    public byte[] stream() {
        return measured.stream();
    }
}
