"""Making things: fixed text, blobs, trees, commits, refs, patches."""
