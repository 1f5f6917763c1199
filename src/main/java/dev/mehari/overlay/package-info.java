/** What admins write into the database beside the files: kept, encrypted where it is secret, and taken live. */
@NullMarked
package dev.mehari.overlay;

import org.jspecify.annotations.NullMarked;
