/** JDBC behind the ports of the features. */
@NullMarked
package dev.mehari.store;

import org.jspecify.annotations.NullMarked;
