/** What a call used and what it cost. */
@NullMarked
package dev.mehari.usage;

import org.jspecify.annotations.NullMarked;
