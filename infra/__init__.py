"""What every process stands on: settings, bus, database, blobs, logging, clock."""
