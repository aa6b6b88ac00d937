"""What nodes say to each other: signing, sealing, chunks, bundles. Bytes in, bytes out."""
