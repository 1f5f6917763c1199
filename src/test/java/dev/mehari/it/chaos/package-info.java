/** Three upstreams that fail at random under a crowd of callers, while an operator edits the files: {@code make chaos}. */
@NullMarked
package dev.mehari.it.chaos;

import org.jspecify.annotations.NullMarked;
