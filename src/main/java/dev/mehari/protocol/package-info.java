/** The wire formats: what a request says, how it is forwarded byte for byte, how a reply is read while it passes. */
@NullMarked
package dev.mehari.protocol;

import org.jspecify.annotations.NullMarked;
