/** The faults of translation, each as a test over HTTP against the packaged jar, named after its row. */
@NullMarked
package dev.mehari.it.faults;

import org.jspecify.annotations.NullMarked;
