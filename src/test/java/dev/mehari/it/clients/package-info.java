/** The stage for the clients in {@code clients/}: fakes and a gateway in front of them. */
@NullMarked
package dev.mehari.it.clients;

import org.jspecify.annotations.NullMarked;
