/** HTTP in: from the servlet container to a call and back. */
@NullMarked
package dev.mehari.edge;

import org.jspecify.annotations.NullMarked;
