/** The official SDKs of the vendors as drivers: the same four scenarios run against a fake directly and against the gateway. */
@NullMarked
package dev.mehari.sdk;

import org.jspecify.annotations.NullMarked;
