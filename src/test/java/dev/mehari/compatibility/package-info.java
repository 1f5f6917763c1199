/** {@code docs/compatibility.md}: what becomes of each thing between two protocols, found out by asking the codecs. */
@NullMarked
package dev.mehari.compatibility;

import org.jspecify.annotations.NullMarked;
