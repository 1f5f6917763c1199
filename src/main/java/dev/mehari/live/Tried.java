package dev.mehari.live;

import dev.mehari.config.References;

/**
 * What was tried last, or what a rollback was made over.
 *
 * @param files hash of the files on disk, or why they could not be read
 * @param overlay hash of what admins wrote
 * @param references what the files refer to
 */
record Tried(String files, String overlay, References references) {
    static final Tried NOTHING = new Tried("", "", new References());

    /** Of both. */
    String hash() {
        return FileSet.hash(files, overlay);
    }

    Tried with(String otherOverlay) {
        return new Tried(files, otherOverlay, references);
    }

    /** Whether what they refer to is not as it was. */
    boolean isMoved() {
        return !references.again().hash().equals(references.hash());
    }
}
