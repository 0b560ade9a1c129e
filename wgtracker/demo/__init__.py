"""Fill an empty database with a demonstration: two meetings, told by the same services that people use."""
