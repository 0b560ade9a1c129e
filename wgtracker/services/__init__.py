"""Do what people do: one verb family a file. Each checks the right, changes the rows, records one Event, and never commits."""
