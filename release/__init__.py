"""What bin/release builds: a wheel that holds the built files, a bill of materials, and checksums."""
