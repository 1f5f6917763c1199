package dev.mehari.edge;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.springframework.mock.web.MockHttpServletResponse;

/** A caller's connection that can be broken, or stand still as one whose caller does not read. */
final class Wire extends MockHttpServletResponse {
    private volatile boolean broken;
    private volatile @Nullable CountDownLatch gate;

    /** Reached a write that waits for the gate. */
    final CountDownLatch stuck = new CountDownLatch(1);

    void cut() {
        broken = true;
    }

    /** Writes wait until it is opened. */
    void holdUntil(CountDownLatch opened) {
        gate = opened;
    }

    String text() {
        return new String(getContentAsByteArray(), java.nio.charset.StandardCharsets.UTF_8);
    }

    @Override
    public ServletOutputStream getOutputStream() {
        ServletOutputStream out = super.getOutputStream();
        return new ServletOutputStream() {
            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setWriteListener(WriteListener listener) {}

            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (broken) {
                    throw new IOException("broken pipe");
                }
                CountDownLatch closed = gate;
                if (closed != null) {
                    stuck.countDown();
                    try {
                        closed.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                }
                out.write(bytes, offset, length);
            }
        };
    }
}
