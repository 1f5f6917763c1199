package dev.mehari.live;

import java.io.IOException;

/** Where the files of generations come from. Any thread. */
public interface FileSource {
    /**
     * All of them as they are now.
     *
     * @throws IOException when one cannot be read, or a folder that was there at the start is gone
     */
    FileSet read() throws IOException;

    /** Whether they can change: what is inside the jar cannot. */
    boolean canChange();
}
