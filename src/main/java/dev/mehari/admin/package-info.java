/** The admin API and the metrics page. */
@NullMarked
package dev.mehari.admin;

import org.jspecify.annotations.NullMarked;
