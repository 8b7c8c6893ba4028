"""Presents results, one module for each format; decides nothing."""
