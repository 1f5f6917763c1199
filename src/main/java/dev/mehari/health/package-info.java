/** What is known of credentials and targets from the calls so far, and which of them are left alone. */
@NullMarked
package dev.mehari.health;

import org.jspecify.annotations.NullMarked;
