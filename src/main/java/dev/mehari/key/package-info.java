/** Virtual keys: who is calling, and what the key may use. */
@NullMarked
package dev.mehari.key;

import org.jspecify.annotations.NullMarked;
