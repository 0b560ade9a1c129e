"""The record of the room: the text now and at any moment, where each word comes from, comparisons, numbered lines, snapshots."""
