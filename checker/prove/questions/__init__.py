"""The questions asked of every pack, one module for each sort."""
