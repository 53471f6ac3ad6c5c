"""What every store on disk shares: atomic files, paths, locks, and indexes by time."""
